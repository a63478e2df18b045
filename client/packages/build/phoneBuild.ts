/** How scripts are written for phones: those of the mini program, and what its parts are weighed by. */
import type { BuildOptions } from 'vite'

/**
 * WeChat adds functions that an old phone lacks, never syntax. ES2018 is read by iOS 12 and Chrome 64; base libraries
 * from 2.30.0 on run on iOS 13 and Chrome 86 or newer (npm `miniprogram-compat`). ES2015 would weigh more, and turn
 * async functions into generators, which base libraries before 2.17.1 run wrongly. ES2020 (`?.`, `??`) is read by iOS
 * 13.4 and newer only: 13.0 to 13.3 would show nothing, for 1.5 % less (link and session gzipped: 8.50 kB in ES2015,
 * 8.26 in ES2018, 8.14 in ES2020).
 * https://github.com/wechat-miniprogram/miniprogram-compat/issues/2
 */
export const phoneBuild = {
  target: 'es2018',
  minify: 'terser',
  // More passes save 350 bytes; what Safari 10 needs, 100: WeChat runs on no iOS that old.
  terserOptions: { ecma: 2018, safari10: false, compress: { passes: 3 } },
} as const satisfies BuildOptions

/**
 * The same for a developer, who waits for it after each change: nothing is made small, and nobody looks for what could
 * be left out, which took rollup half of the time.
 */
export const developersBuild = {
  target: phoneBuild.target,
  minify: false,
  rollupOptions: { treeshake: false },
} as const satisfies BuildOptions
