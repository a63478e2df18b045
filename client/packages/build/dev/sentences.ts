/** What the screen of `npm run dev` says, in English and Chinese. */
import type { LanTarget, TaskName } from './tasks.ts'

export const starting =
  '\nuni-trpc   starting; the first build takes about half a minute / 正在启动，首次构建约半分钟\n'
export const allRunning = 'All is running; it rebuilds on change. Ctrl+C stops it / 全部就绪，修改即重建，Ctrl+C 停止'
export const envChanged = '.env has changed: stop with Ctrl+C and start again / .env 已修改，请按 Ctrl+C 后重新启动'
export const noLan =
  'No network that a phone could share was found: join a Wi-Fi first / 未找到手机可用的局域网，请先连接 Wi-Fi'

/** After a fault of the API's. */
export const apiStopped = '✗ it has stopped, and starts again when a file is saved / 已停止，保存修改后自动重启'

export const waitingForFix = 'waiting for a change / 等待修改'

export const stopped = (code: number | null) =>
  `stopped with exit code ${code}; the lines above say why / 已退出，原因见上`

/** Once, beside the name of what works. */
export const works: Readonly<Record<TaskName, (address: string) => string>> = {
  API: (address) => `✓ ${address}`,
  H5: (address) => `✓ ${address}   open it in a browser / 用浏览器打开`,
  WeChat: () => '✓ dist/dev/mp-weixin   WeChat DevTools → import this folder / 微信开发者工具导入此目录',
}

/** After each change. */
export const worksAgain: Readonly<Record<TaskName, string>> = {
  API: '✓ restarted / 已重启',
  H5: '✓ restarted / 已重启',
  WeChat: '✓ rebuilt / 已重新构建',
}

export interface Standing {
  readonly api: string
  readonly h5: string
  /** Real app ids; none means that the sandbox stands for WeChat. */
  readonly appIds: readonly string[]
  /** The mini program's app id as the client is built with it. */
  readonly clientAppId: string
}

/** `[name, text]` for each line under those of the three. */
export function explanations({ api, h5, appIds, clientAppId }: Standing): [string, string][] {
  return appIds.length === 0 ? sandboxLines(api, h5) : realLines(appIds, clientAppId)
}

function sandboxLines(api: string, h5: string): [string, string][] {
  return [
    ['try', `${api}/sandbox/   every procedure with inputs to try / 在线调试每个接口`],
    [
      'people',
      [
        `The sandbox answers for WeChat: DevTools is the person "tourist", H5 is "alice"; ${h5}/?user=bob is bob`,
        `微信模拟服务已启用：开发者工具中是 tourist，H5 中是 alice；打开 ${h5}/?user=bob 即为 bob（先退出登录，或用无痕窗口）`,
      ].join('\n'),
    ],
    [
      'real',
      [
        'for real WeChat put WECHAT_APPS=appid:secret and VITE_APP_ID=appid into .env (a test account will do)',
        '接入真实微信：在 .env 中填写 WECHAT_APPS=appid:secret 与 VITE_APP_ID=appid（测试号即可）',
      ].join('\n'),
    ],
  ]
}

function realLines(appIds: readonly string[], clientAppId: string): [string, string][] {
  const isKnown = appIds.includes(clientAppId)
  const missing = isKnown
    ? ''
    : `\n! VITE_APP_ID is none of them: set it in .env / VITE_APP_ID 与之不符，请在 .env 中设置`
  return [
    [
      'real',
      `WeChat itself answers for ${appIds.join(', ')}; the sandbox is off / 由微信应答，微信模拟服务已关闭${missing}`,
    ],
    ['', 'signing in takes DevTools or a phone: a browser has no WeChat / 登录请用开发者工具或手机，浏览器里没有微信'],
  ]
}

/**
 * What to do with a phone, once `-- --lan` runs. https://developers.weixin.qq.com/miniprogram/dev/devtools/sandbox.html
 */
export function phoneSteps({ apiOrigin }: LanTarget, { appIds }: Pick<Standing, 'appIds'>): string[] {
  const steps = [
    ...(appIds.length === 0
      ? [
          'Get a test account in DevTools (测试号), put WECHAT_APPS and VITE_APP_ID into .env, ' +
            'run npm run dev -- --lan again / 申请测试号，填写 .env 后重新运行 npm run dev -- --lan',
        ]
      : []),
    `Phone and computer in the same Wi-Fi; ${apiOrigin}/livez must open in the phone's browser / ` +
      `手机与电脑在同一 Wi-Fi，手机浏览器须能打开 ${apiOrigin}/livez`,
    'DevTools: import dist/dev/mp-weixin, tap Preview, scan with WeChat / 开发者工具导入后点「预览」，用微信扫码',
    'On the phone: ··· → Open Debug; without it WeChat refuses http and addresses / 手机上点右上角 ··· →「开发调试」→「打开调试」',
  ]
  const isOpen = appIds.length === 0
  const warning =
    `Everybody in this network can reach the API now${isOpen ? ', the sandbox included' : ''} / ` +
    `同一网络内的人都能访问此接口${isOpen ? '，包括微信模拟服务' : ''}`
  return [...steps.map((step, index) => `${index + 1}. ${step}`), `! ${warning}`]
}
