// vite.config.ts
import process3 from "node:process";
import { defineConfig } from "file:///tmp/wt/waits/node_modules/vite/dist/node/index.js";

// client/build/serverConfig.ts
import { join } from "node:path";

// client/build/repository.ts
import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
var __vite_injected_original_import_meta_url = "file:///tmp/wt/waits/client/build/repository.ts";
var repository = resolve(fileURLToPath(new URL("../..", __vite_injected_original_import_meta_url)));
var clientDir = resolve(repository, "client");

// client/build/serverConfig.ts
var trpcSources = join(repository, "node_modules/@trpc/server/src");
var serverConfig = {
  root: repository,
  publicDir: false,
  resolve: {
    alias: [
      { find: /^@trpc\/server$/, replacement: join(trpcSources, "index.ts") },
      { find: /^@trpc\/server(?=\/)/, replacement: trpcSources }
    ]
  },
  build: {
    target: "node20",
    minify: false,
    rollupOptions: { output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" } }
  }
};

// client/build/testConfig.ts
import { availableParallelism } from "node:os";

// shared/apiAddress.ts
var placeholderAddress = "https://api.example.com";
function tidyAddress(address) {
  return address.trim().replace(/\/+$/, "");
}
function addressProblems(name, given) {
  const address = tidyAddress(given);
  const parts = partsOf(address);
  if (!parts) return [{ en: `${name} is not an address: it must look like https://api.my-company.com`, zh: `${name} \u4E0D\u662F\u7F51\u5740\uFF0C\u5E94\u5F62\u5982 https://api.my-company.com` }];
  const problems = [...protocolProblems(name, parts), ...hostProblems(name, parts.host), ...pathProblems(name, parts)];
  if (address !== placeholderAddress) return problems;
  return [...problems, { en: `${name} is not set: the program asks the placeholder ${address}`, zh: `${name} \u672A\u8BBE\u7F6E\uFF0C\u7A0B\u5E8F\u53EA\u4F1A\u8BF7\u6C42\u5360\u4F4D\u5730\u5740 ${address}` }];
}
var form = /^([a-z][a-z\d+.-]*):\/\/([^@/?#]*@)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*|\[[\da-f:.]+\])(?::\d{1,5})?(\/[^?#\s]*)?([?#]\S*)?$/iu;
function partsOf(address) {
  const found = form.exec(address);
  if (!found) return null;
  const [, protocol = "", user, host = "", path = "", rest = ""] = found;
  return { protocol: protocol.toLowerCase(), hasUser: user !== void 0, host: host.toLowerCase(), path, rest };
}
function protocolProblems(name, { protocol, hasUser }) {
  const problems = [];
  if (protocol !== "https") problems.push({ en: `${name} does not begin with https: WeChat refuses it on a phone`, zh: `${name} \u4E0D\u4EE5 https \u5F00\u5934\uFF0C\u624B\u673A\u4E0A\u7684\u5FAE\u4FE1\u4F1A\u62D2\u7EDD` });
  if (hasUser) problems.push({ en: `${name} holds a user name or a password: everyone could read it`, zh: `${name} \u542B\u6709\u7528\u6237\u540D\u6216\u5BC6\u7801\uFF0C\u4EFB\u4F55\u4EBA\u90FD\u80FD\u8BFB\u5230` });
  return problems;
}
function hostProblems(name, host) {
  if (isLocal(host)) return [{ en: `${name} is this machine (localhost): a phone cannot reach it`, zh: `${name} \u6307\u5411\u672C\u673A\uFF08localhost\uFF09\uFF0C\u624B\u673A\u8BBF\u95EE\u4E0D\u5230` }];
  if (isIpAddress(host)) return [{ en: `${name} is an IP address: WeChat wants a registered domain`, zh: `${name} \u662F IP \u5730\u5740\uFF0C\u5FAE\u4FE1\u53EA\u63A5\u53D7\u5DF2\u5907\u6848\u7684\u57DF\u540D` }];
  if (host.includes(".")) return [];
  return [{ en: `${name} names a host without a dot: WeChat wants a registered domain`, zh: `${name} \u7684\u4E3B\u673A\u540D\u4E0D\u542B\u70B9\u53F7\uFF0C\u5FAE\u4FE1\u53EA\u63A5\u53D7\u5DF2\u5907\u6848\u7684\u57DF\u540D` }];
}
function pathProblems(name, { path, rest }) {
  const problems = [];
  if (rest) problems.push({ en: `${name} holds a ? or a #: it must end with the domain or a path`, zh: `${name} \u542B\u6709 ? \u6216 #\uFF0C\u5E94\u4EE5\u57DF\u540D\u6216\u8DEF\u5F84\u7ED3\u5C3E` });
  if (/\/trpc\/*$/.test(path)) problems.push({ en: `${name} ends in /trpc, which the client adds itself: leave it out`, zh: `${name} \u4EE5 /trpc \u7ED3\u5C3E\uFF0C\u5BA2\u6237\u7AEF\u4F1A\u81EA\u884C\u6DFB\u52A0\uFF0C\u8BF7\u53BB\u6389` });
  return problems;
}
function isLocal(host) {
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/.test(host);
}
function isIpAddress(host) {
  return host.startsWith("[") || /(^|\.)(\p{N}+|0x[\da-f]*)$/u.test(host);
}

// client/build/testConfig.ts
var everywhere = "{server,client,shared}/**";
var system = [
  `${everywhere}/*.e2e.test.ts`,
  "client/build/{docs/*,lint,typeBridge,linkPackage,weight}.test.ts",
  "server/store/{postgres*,postgres/*,pooler,processes}.test.ts",
  `${everywhere}/*.postgres.test.ts`
];
var elsewhere = ["**/node_modules/**", "**/dist/**", "**/fixture/**", "**/fixtures/**"];
var testConfig = {
  root: repository,
  // Tests write files and load them; what vite remembers of folders would be out of date.
  server: { fs: { cachedChecks: false } },
  test: {
    pool: "forks",
    // One less than there are, as vitest has it, leaves a machine with two half idle.
    maxWorkers: Math.max(2, availableParallelism()),
    minWorkers: 1,
    globalSetup: ["server/testing/clusterBroker.ts"],
    // Whole-system tests start servers and browsers; the first hook that needs a build waits for it.
    testTimeout: 3e4,
    hookTimeout: 18e4,
    env: { NODE_ENV: "test", VITE_API_URL: placeholderAddress, VITE_API_URL_TRIAL: "" },
    projects: [
      { extends: true, test: { name: "system", include: system, exclude: elsewhere } },
      {
        extends: true,
        // Nothing of ours keeps state in a module, so files of one process may share what they import.
        test: { name: "unit", include: [`${everywhere}/*.test.ts`], exclude: [...elsewhere, ...system], isolate: false }
      }
    ]
  }
};

// client/build/uniConfig.ts
import { realpathSync } from "node:fs";
import { resolve as resolve4 } from "node:path";
import process2 from "node:process";

// server/commands/clientEnv.ts
import { resolve as resolve2 } from "node:path";
import { loadEnv } from "file:///tmp/wt/waits/node_modules/vite/dist/node/index.js";

// server/envFile.ts
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
var EnvFileError = class extends Error {
  constructor(what) {
    super(`${what.en} / ${what.zh}`);
    this.what = what;
  }
  name = "EnvFileError";
};
function readEnvFile(file) {
  return parseEnv(plainLines(textOfEnvFile(file)));
}
function textOfEnvFile(file) {
  try {
    return decoded(readFileSync(file));
  } catch (error) {
    if (error instanceof EnvFileError) throw error;
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") return "";
    throw new EnvFileError({ en: `cannot be read: ${code}`, zh: `\u65E0\u6CD5\u8BFB\u53D6\uFF1A${code}` });
  }
}
function plainLines(text) {
  return text.replace(/\r\n?/g, "\n").replace(/^(?:[^\S\n]|[\u200b\u200c\u200d\u2060\ufeff])+/gmu, "").replace(/^((?:export +)?[A-Za-z_]\w*)[^\S\n]*＝/gm, "$1=");
}
function decoded(bytes) {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new EnvFileError({ en: "is not UTF-8: save it as UTF-8", zh: "\u4E0D\u662F UTF-8 \u7F16\u7801\uFF0C\u8BF7\u53E6\u5B58\u4E3A UTF-8" });
  }
}
function encodingOf(bytes) {
  const [first, second] = bytes;
  if (first === 255 && second === 254) return "utf-16le";
  if (first === 254 && second === 255) return "utf-16be";
  if (bytes.length < 2 || bytes.length % 2 !== 0) return "utf-8";
  if (second === 0) return "utf-16le";
  return first === 0 ? "utf-16be" : "utf-8";
}

// server/commands/clientEnv.ts
function clientEnv(mode, folder, prefixes) {
  const entries = Object.entries(readEnvFile(resolve2(folder, ".env")));
  const named = entries.filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix)));
  return { ...Object.fromEntries(named.map(([name, text = ""]) => [name, text])), ...loadEnv(mode, folder, prefixes) };
}

// client/link/vite.ts
import { fileURLToPath as fileURLToPath2 } from "node:url";
var __vite_injected_original_import_meta_url2 = "file:///tmp/wt/waits/client/link/vite.ts";
var specifier = "uni-trpc:abort-controller";
var helperExports = /export \{ _defineProperty as \w+, _objectSpread2 as \w+ \};/;
var shortHelpers = `
const _defineProperty = (object, key, value) =>
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
const _objectSpread2 = (target, ...sources) => Object.assign(target, ...sources)
`;
var isNullish = /(\b([\w$]+)|\)) === null \|\| (?:\2|_[\w$]+) === void 0/g;
var isNotNullish = /(\b([\w$]+)|\)) !== null && (?:\2|_[\w$]+) !== void 0/g;
var trpcModule = /[\\/]@trpc[\\/](?:client|server)[\\/][^?]*\.m?js(?:\?|$)/;
var knownPackages = ["@tanstack/query-core"];
function uniTrpc(options = {}) {
  const { platform = process.env.UNI_PLATFORM ?? "", abortControllerFor = [] } = options;
  const otherModule = modulesOf([...knownPackages, ...abortControllerFor]);
  return {
    name: "uni-trpc",
    enforce: "pre",
    apply: () => platform.startsWith("mp-"),
    resolveId: (id) => id === specifier ? abortControllerFile() : null,
    transform(code, id) {
      if (otherModule.test(id)) return { code: withController(code), map: null };
      if (!trpcModule.test(id)) return null;
      const [clause] = helperExports.exec(code) ?? [];
      if (clause) return { code: shortHelpers + clause, map: null, moduleSideEffects: false };
      return { code: withController(shortChecks(code)), map: null, moduleSideEffects: false };
    }
  };
}
function shortChecks(code) {
  return code.replace(isNullish, "$1 == null").replace(isNotNullish, "$1 != null");
}
var ownController = /\b(?:class|function|const|let|var)\s+AbortController\b|\bimport\b[^;'"]*\bAbortController\b/;
var esModule = /^\s*(?:import|export)\b/m;
var commonJs = /\b(?:module\.exports|exports\.\w|require\s*\()/;
function withController(code) {
  if (!/\bAbortController\b/.test(code) || ownController.test(code)) return code;
  if (commonJs.test(code) && !esModule.test(code)) return `var AbortController = require('${specifier}').AbortController;${code}`;
  return `import { AbortController } from '${specifier}';${code}`;
}
function modulesOf(packages) {
  const names = packages.map((name) => name.replace(/\./g, "\\.").replace(/\//g, "[\\\\/]"));
  return new RegExp(`[\\\\/]node_modules[\\\\/](?:${names.join("|")})[\\\\/][^?]*\\.[cm]?js(?:\\?|$)`);
}
function abortControllerFile() {
  const extension = __vite_injected_original_import_meta_url2.endsWith(".ts") ? "ts" : "js";
  return fileURLToPath2(new URL(`./abortController.${extension}`, __vite_injected_original_import_meta_url2)).replace(/\\/g, "/");
}

// shared/appId.ts
function isAppId(text) {
  return /^wx[0-9a-f]{16}$/.test(text);
}

// client/build/clientSettings.ts
var tourist = "touristappid";
function clientSettings({ platform, mode, env }) {
  const isPublished = !isDevelopersMode(mode);
  const given = tidyAddress(env.VITE_API_URL ?? "");
  const local = given || `http://127.0.0.1:${env.PORT || "3000"}`;
  const values = {
    VITE_API_URL: isPublished ? given || placeholderAddress : platform === "h5" ? "" : local,
    VITE_API_URL_TRIAL: tidyAddress(env.VITE_API_URL_TRIAL ?? ""),
    VITE_SANDBOX: !isPublished && wantsSandbox(platform, env.VITE_SANDBOX)
  };
  const appId = env.VITE_APP_ID?.trim() || tourist;
  const warnings = [...appIdProblems(appId), ...isPublished ? publishedProblems(values, env.VITE_SANDBOX) : []];
  return { appId, values, proxyTarget: local, warnings: warnings.map(({ en, zh }) => `${en} / ${zh}`) };
}
function isDevelopersMode(mode) {
  return mode === "development" || mode === "test";
}
function wantsSandbox(platform, asked) {
  if (!asked) return platform === "h5";
  return asked === "1" || asked === "true";
}
function appIdProblems(appId) {
  if (appId === tourist || isAppId(appId)) return [];
  return [{
    en: "VITE_APP_ID is not a mini program's app id: it begins with wx, sixteen characters of 0-9 and a-f follow",
    zh: "VITE_APP_ID \u4E0D\u662F\u5C0F\u7A0B\u5E8F\u7684 AppID\uFF1A\u5E94\u4E3A wx \u52A0 16 \u4F4D 0-9\u3001a-f"
  }];
}
var sandboxIgnored = {
  en: "VITE_SANDBOX is ignored: this build may be published",
  zh: "VITE_SANDBOX \u5DF2\u5FFD\u7565\uFF1A\u8FD9\u6B21\u6784\u5EFA\u53EF\u80FD\u4F1A\u53D1\u5E03"
};
function publishedProblems(values, sandbox) {
  const trial = values.VITE_API_URL_TRIAL;
  return [
    ...addressProblems("VITE_API_URL", values.VITE_API_URL),
    ...trial ? addressProblems("VITE_API_URL_TRIAL", trial) : [],
    ...sandbox === "1" || sandbox === "true" ? [sandboxIgnored] : []
  ];
}

// client/build/closedDisk.ts
import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { isFileLoadingAllowed } from "file:///tmp/wt/waits/node_modules/vite/dist/node/index.js";
function closedDisk() {
  let server;
  return {
    name: "closed-disk",
    apply: "serve",
    enforce: "pre",
    configureServer(created) {
      server = created;
      created.middlewares.use((request, response, next) => {
        if (isPlain(request.url) && isFromOwnPage(request) && !opensEditor(request.url)) return next();
        response.statusCode = 403;
        response.end("Not a file of the client.");
      });
      created.httpServer?.prependListener("upgrade", (request, socket) => {
        if (isPlain(request.url) && isOwnHost(request, created) && isFromOwnPage(request)) return;
        request.url = "/refused";
        socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      });
    },
    load: {
      order: "pre",
      // Other plugins read whatever file an address names, `?vue&src` for one, before vite judges it.
      handler(id) {
        const file = id.replace(/[?#].*$/s, "").replace(/^\/@fs(?=\/)/, "").replace(/^\/(?=[a-z]:)/i, "");
        if (!server || !existsSync(file) || isFileLoadingAllowed(server, file)) return;
        throw new Error("Not a file of the client.");
      }
    }
  };
}
function isPlain(target = "") {
  const path = decoded2(target.replace(/\?.*$/s, ""));
  return path !== null && /^\/(?!\/)/.test(path) && !/[#\\\0]/.test(path) && !path.split("/").includes("..");
}
function decoded2(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
function isFromOwnPage({ headers: { origin, host } }) {
  return origin === void 0 || URL.canParse(origin) && new URL(origin).host === host;
}
function isOwnHost({ headers: { host = "" } }, { config }) {
  const url = `http://${host}`;
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  const { host: own, allowedHosts } = config.server;
  const named = ["localhost", own, ...Array.isArray(allowedHosts) ? allowedHosts : []];
  return named.includes(hostname) || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
}
function opensEditor(target = "") {
  return /^\/__open-in-editor/i.test(decoded2(target) ?? "");
}

// client/build/fewerFiles.ts
import { relative } from "node:path";
var shared = "common/vendor";
function fewerFiles(mode) {
  return {
    name: "fewer-files",
    outputOptions(options) {
      const { manualChunks } = options;
      if (isDevelopersMode(mode) || typeof manualChunks !== "function") return null;
      return { ...options, manualChunks: (id, meta) => chunkOf(id, manualChunks.call(this, id, meta) ?? void 0) };
    }
  };
}
function chunkOf(id, chosen) {
  if (!chosen) return void 0;
  const path = relative(repository, id.split("?")[0] ?? id).replaceAll("\\", "/");
  const folder = relative(repository, clientDir).replaceAll("\\", "/");
  if (path.startsWith(`${folder}/pages/`)) return path.split("/").length > 3 ? void 0 : shared;
  return path.startsWith(`${folder}/`) || path.startsWith("shared/") ? shared : chosen;
}

// client/build/freshPages.ts
function freshPages() {
  return {
    name: "fresh-pages",
    // First of all: whoever answers first decides.
    shouldTransformCachedModule: { order: "pre", handler: ({ id }) => /\.vue(?:\?|$)/.test(id) || null }
  };
}

// client/build/leanVue.ts
var flag = "__USES_OPTIONS_API__";
var scripts = /<script\b([^>]*)>([\s\S]*?)<\/script>/g;
var runtimes = /node_modules\/(@dcloudio|@vue|vue)\//;
function leanVue() {
  const users = /* @__PURE__ */ new Set();
  return {
    name: "lean-vue",
    enforce: "pre",
    config: () => ({ define: { __VUE_OPTIONS_API__: flag } }),
    transform(code, id) {
      const path = id.replaceAll("\\", "/");
      if (!runtimes.test(path) && usesOptionsApi(code, path)) users.add(id);
      else users.delete(id);
      return null;
    },
    renderChunk: (code) => code.includes(flag) ? { code: code.replaceAll(flag, String(users.size > 0)), map: null } : null
  };
}
function usesOptionsApi(code, path) {
  if (!path.endsWith(".vue")) return /\bdefineComponent\s*\(|\.mixin\s*\(/.test(code);
  return [...code.matchAll(scripts)].some(([, attributes = "", script = ""]) => !/\bsetup\b/.test(attributes) && /export\s+default/.test(script));
}

// client/build/origins.ts
import { writeFileSync } from "node:fs";
import { relative as relative2 } from "node:path";
import { z } from "file:///tmp/wt/waits/node_modules/zod/index.js";
var originsSchema = z.record(z.string(), z.record(z.string(), z.number()));
function origins(file) {
  return {
    name: "origins",
    generateBundle(_options, bundle) {
      const found = {};
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk") continue;
        const rooms = {};
        for (const [id, { renderedLength }] of Object.entries(output.modules)) {
          const room = roomOf(id);
          rooms[room] = (rooms[room] ?? 0) + renderedLength;
        }
        found[output.fileName] = rooms;
      }
      writeFileSync(file, JSON.stringify(found));
    }
  };
}
function roomOf(id) {
  const path = (id.replace(/^\0/, "").split("?")[0] ?? "").replaceAll("\\", "/");
  const [, scoped] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (scoped) return scoped;
  const own = relative2(repository, path).replaceAll("\\", "/");
  if (!/^(?:client|server|shared)\//.test(own)) return "build tools";
  return own.split("/").slice(0, -1).join("/");
}

// client/build/phoneBuild.ts
var phoneBuild = {
  target: "es2018",
  minify: "terser",
  // More passes save 350 bytes; what Safari 10 needs, 100: WeChat runs on no iOS that old.
  terserOptions: { ecma: 2018, safari10: false, compress: { passes: 3 } }
};

// client/build/projectConfig.ts
import { z as z2 } from "file:///tmp/wt/waits/node_modules/zod/index.js";
var project = z2.looseObject({ setting: z2.looseObject({}) });
function projectConfig(options) {
  return {
    name: "project-config",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const file = bundle["project.config.json"];
        if (file?.type !== "asset") return;
        file.source = completeProject(String(file.source), options);
      }
    }
  };
}
function completeProject(source, { appId, mode }) {
  const { setting, ...rest } = project.parse(JSON.parse(source));
  const urlCheck = !isDevelopersMode(mode);
  return JSON.stringify({ ...rest, appid: appId, setting: { ...setting, urlCheck } }, null, 2);
}

// client/build/removePhoneHome.ts
var preloadAsset = /function preloadAsset\(\) \{[\s\S]*?\n\}/;
var dcloudAddress = /https?:\/\/(?!uniapp\.dcloud)(?:[\w-]+\.)*(?:dcloud\.net\.cn|dcloud\.io|dcimg\.net)[^\s"'`)]*/g;
var nowhere = "data:,";
function removePhoneHome() {
  return {
    name: "remove-phone-home",
    transform(code, id) {
      if (!/uni-mp-weixin\/dist\/uni\.mp\.esm\.js/.test(id.replaceAll("\\", "/"))) return null;
      if (!preloadAsset.test(code)) this.error("uni-app has changed: its call to wx.preloadAssets was not found");
      return { code: code.replace(preloadAsset, "function preloadAsset() {}"), map: null };
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === "chunk") file.code = withoutDcloud(file.code);
          else if (typeof file.source === "string") file.source = withoutDcloud(file.source);
        }
      }
    }
  };
}
function withoutDcloud(text) {
  return text.replaceAll(dcloudAddress, nowhere);
}

// client/build/strictJson.ts
import { existsSync as existsSync2, readFileSync as readFileSync2 } from "node:fs";
import { resolve as resolve3 } from "node:path";
import ts from "file:///tmp/wt/waits/node_modules/typescript/lib/typescript.js";
import { z as z3 } from "file:///tmp/wt/waits/node_modules/zod/index.js";
var pagesFile = z3.object({ pages: z3.array(z3.object({ path: z3.string() })) });
function strictJson() {
  return {
    name: "strict-json",
    buildStart() {
      for (const name of ["pages.json", "manifest.json"]) {
        const file = resolve3(clientDir, name);
        this.addWatchFile(file);
        const problem = problemOf(name, readFileSync2(file, "utf8"), (page) => existsSync2(resolve3(clientDir, `${page}.vue`)));
        if (problem) this.error(`client/${name}:${problem.line}: ${problem.message}`);
      }
    }
  };
}
function problemOf(name, text, isPage) {
  const { config, error } = ts.parseConfigFileTextToJson(name, text);
  if (error) return { message: ts.flattenDiagnosticMessageText(error.messageText, " "), line: lineAt(text, error.start ?? 0) };
  if (name !== "pages.json") return null;
  const { data } = pagesFile.safeParse(config);
  if (!data) return { message: '"pages" must be a list of pages, each with its "path"', line: 1 };
  const missing = data.pages.find(({ path }) => !isPage(path));
  return missing ? { message: `there is no page client/${missing.path}.vue`, line: lineAt(text, text.indexOf(`"${missing.path}"`)) } : null;
}
function lineAt(text, position) {
  return text.slice(0, Math.max(0, position)).split("\n").length;
}

// client/build/uniPlugin.ts
async function uniPlugin() {
  const loaded = await import("file:///tmp/wt/waits/node_modules/@dcloudio/vite-plugin-uni/dist/index.js");
  const create = defaultOf(defaultOf(loaded));
  if (typeof create !== "function") throw new TypeError("@dcloudio/vite-plugin-uni no longer exports a plugin");
  return create();
}
function defaultOf(module) {
  return typeof module === "object" && module !== null && "default" in module ? module.default : module;
}

// client/build/withoutUniCloud.ts
var cuts = {
  "uni-mp-vue/dist/vue.runtime.esm.js": [
    [/uniIdMixin\(globalProperties\);/, ""],
    [/let realAtob;[\s\S]*?\n\}\n(?=function b64DecodeUnicode)/, ""]
  ],
  "uni-mp-weixin/dist/uni.api.esm.js": [
    [/ {4}getPushClientId,\n {4}onPushMessage,\n {4}offPushMessage,\n {4}invokePushCallback,\n/, ""],
    [/(?<=const getPushClientId = )(?=defineAsyncApi)/, "/*#__PURE__*/ "]
  ]
};
function withoutUniCloud() {
  return {
    name: "without-uni-cloud",
    transform(code, id) {
      const path = Object.keys(cuts).find((name) => id.replaceAll("\\", "/").endsWith(name));
      return path === void 0 ? null : { code: cutOut(code, path), map: null };
    }
  };
}
function cutOut(code, path) {
  return (cuts[path] ?? []).reduce((rest, [found, instead]) => {
    if (!found.test(rest)) throw new Error(`uni-app has changed: ${path} holds no ${found.source}`);
    return rest.replace(found, instead);
  }, code);
}

// client/build/uniConfig.ts
var apiPaths = ["/trpc", "/sandbox", "/prefetch", "/avatars"];
var servedFolders = ["client", "shared", "node_modules"].map((name) => realpathSync(resolve4(repository, name)));
async function uniConfig({ mode }) {
  const platform = process2.env.UNI_PLATFORM ?? "h5";
  const env = clientEnv(mode, repository, ["VITE_", "PORT"]);
  const { appId, values, proxyTarget, warnings } = clientSettings({ platform, mode, env });
  return {
    root: clientDir,
    envDir: repository,
    // Not all of VITE_, where uni-app keeps this machine's paths: `import.meta.env` is written into the client.
    envPrefix: ["VITE_API_URL", "VITE_SANDBOX"],
    cacheDir: resolve4(repository, "node_modules/.vite", platform),
    plugins: [
      // First, so that no other plugin reads a file before it.
      closedDisk(),
      strictJson(),
      freshPages(),
      await uniPlugin(),
      uniTrpc(),
      removePhoneHome(),
      ...platform.startsWith("mp-") ? [fewerFiles(mode), leanVue(), withoutUniCloud()] : [],
      projectConfig({ appId, mode }),
      ...process2.env.ORIGINS_FILE ? [origins(process2.env.ORIGINS_FILE)] : [],
      warn(warnings)
    ],
    define: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`import.meta.env.${name}`, JSON.stringify(value)])
    ),
    ...platform.startsWith("mp-") && { build: phoneBuild },
    // Found late, these two would make the first page load answer 504.
    optimizeDeps: { include: ["@trpc/client", "@trpc/server/observable"] },
    server: {
      proxy: Object.fromEntries(
        apiPaths.map((path) => [path, { target: proxyTarget, changeOrigin: true, ws: true }])
      ),
      // uni-app opens the whole disk, vite to pages of any origin; secrets and the development database lie near by.
      fs: { strict: true, allow: servedFolders },
      cors: false
    }
  };
}
function warn(warnings) {
  return {
    name: "client-warnings",
    configResolved({ logger }) {
      for (const warning of warnings) logger.warn(`
!!  ${warning}
`);
    }
  };
}

// vite.config.ts
var vite_config_default = defineConfig((env) => {
  if (process3.env.VITEST) return testConfig;
  if (process3.env.UNI_PLATFORM) return uniConfig(env);
  return serverConfig;
});
export {
  vite_config_default as default
};
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsidml0ZS5jb25maWcudHMiLCAiY2xpZW50L2J1aWxkL3NlcnZlckNvbmZpZy50cyIsICJjbGllbnQvYnVpbGQvcmVwb3NpdG9yeS50cyIsICJjbGllbnQvYnVpbGQvdGVzdENvbmZpZy50cyIsICJzaGFyZWQvYXBpQWRkcmVzcy50cyIsICJjbGllbnQvYnVpbGQvdW5pQ29uZmlnLnRzIiwgInNlcnZlci9jb21tYW5kcy9jbGllbnRFbnYudHMiLCAic2VydmVyL2VudkZpbGUudHMiLCAiY2xpZW50L2xpbmsvdml0ZS50cyIsICJzaGFyZWQvYXBwSWQudHMiLCAiY2xpZW50L2J1aWxkL2NsaWVudFNldHRpbmdzLnRzIiwgImNsaWVudC9idWlsZC9jbG9zZWREaXNrLnRzIiwgImNsaWVudC9idWlsZC9mZXdlckZpbGVzLnRzIiwgImNsaWVudC9idWlsZC9mcmVzaFBhZ2VzLnRzIiwgImNsaWVudC9idWlsZC9sZWFuVnVlLnRzIiwgImNsaWVudC9idWlsZC9vcmlnaW5zLnRzIiwgImNsaWVudC9idWlsZC9waG9uZUJ1aWxkLnRzIiwgImNsaWVudC9idWlsZC9wcm9qZWN0Q29uZmlnLnRzIiwgImNsaWVudC9idWlsZC9yZW1vdmVQaG9uZUhvbWUudHMiLCAiY2xpZW50L2J1aWxkL3N0cmljdEpzb24udHMiLCAiY2xpZW50L2J1aWxkL3VuaVBsdWdpbi50cyIsICJjbGllbnQvYnVpbGQvd2l0aG91dFVuaUNsb3VkLnRzIl0sCiAgInNvdXJjZXNDb250ZW50IjogWyJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3RtcC93dC93YWl0c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3RtcC93dC93YWl0cy92aXRlLmNvbmZpZy50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vdG1wL3d0L3dhaXRzL3ZpdGUuY29uZmlnLnRzXCI7LyoqIE9uZSBjb25maWcsIHRocmVlIHVzZXM6IHVuaS1hcHAncyBidWlsZHMsIHRoZSB0ZXN0cywgYW5kIHRoZSBwcm9kdWN0aW9uIHNlcnZlci4gKi9cbmltcG9ydCBwcm9jZXNzIGZyb20gJ25vZGU6cHJvY2VzcydcbmltcG9ydCB7IGRlZmluZUNvbmZpZyB9IGZyb20gJ3ZpdGUnXG5pbXBvcnQgeyBzZXJ2ZXJDb25maWcgfSBmcm9tICcuL2NsaWVudC9idWlsZC9zZXJ2ZXJDb25maWcudHMnXG5pbXBvcnQgeyB0ZXN0Q29uZmlnIH0gZnJvbSAnLi9jbGllbnQvYnVpbGQvdGVzdENvbmZpZy50cydcbmltcG9ydCB7IHVuaUNvbmZpZyB9IGZyb20gJy4vY2xpZW50L2J1aWxkL3VuaUNvbmZpZy50cydcblxuZXhwb3J0IGRlZmF1bHQgZGVmaW5lQ29uZmlnKChlbnYpID0+IHtcbiAgaWYgKHByb2Nlc3MuZW52LlZJVEVTVCkgcmV0dXJuIHRlc3RDb25maWdcbiAgaWYgKHByb2Nlc3MuZW52LlVOSV9QTEFURk9STSkgcmV0dXJuIHVuaUNvbmZpZyhlbnYpXG4gIHJldHVybiBzZXJ2ZXJDb25maWdcbn0pXG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC9zZXJ2ZXJDb25maWcudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGQvc2VydmVyQ29uZmlnLnRzXCI7LyoqIFRoZSB2aXRlIGNvbmZpZyBvZiB0aGUgcHJvZHVjdGlvbiBzZXJ2ZXI6IG9uZSBFUyBtb2R1bGUgZm9yIE5vZGUsIGl0cyBkZXBlbmRlbmNpZXMgbGVmdCBpbiBub2RlX21vZHVsZXMuICovXG5pbXBvcnQgeyBqb2luIH0gZnJvbSAnbm9kZTpwYXRoJ1xuaW1wb3J0IHR5cGUgeyBVc2VyQ29uZmlnIH0gZnJvbSAndml0ZSdcbmltcG9ydCB7IHJlcG9zaXRvcnkgfSBmcm9tICcuL3JlcG9zaXRvcnkudHMnXG5cbi8qKlxuICogdFJQQydzIG93biBidWlsZCBpcyB3cml0dGVuIGZvciBicm93c2VycyBvZiAyMDE3IGFuZCBjb3BpZXMgb2JqZWN0cyBwcm9wZXJ0eSBieSBwcm9wZXJ0eSwgYSB0aGlyZCBvZiBhIHdob2xlIHJlcXVlc3Q7XG4gKiBpdHMgc291cmNlcyBhcmUgaW4gdGhlIHNhbWUgcGFja2FnZS5cbiAqL1xuY29uc3QgdHJwY1NvdXJjZXMgPSBqb2luKHJlcG9zaXRvcnksICdub2RlX21vZHVsZXMvQHRycGMvc2VydmVyL3NyYycpXG5cbmV4cG9ydCBjb25zdCBzZXJ2ZXJDb25maWc6IFVzZXJDb25maWcgPSB7XG4gIHJvb3Q6IHJlcG9zaXRvcnksXG4gIHB1YmxpY0RpcjogZmFsc2UsXG4gIHJlc29sdmU6IHtcbiAgICBhbGlhczogW1xuICAgICAgeyBmaW5kOiAvXkB0cnBjXFwvc2VydmVyJC8sIHJlcGxhY2VtZW50OiBqb2luKHRycGNTb3VyY2VzLCAnaW5kZXgudHMnKSB9LFxuICAgICAgeyBmaW5kOiAvXkB0cnBjXFwvc2VydmVyKD89XFwvKS8sIHJlcGxhY2VtZW50OiB0cnBjU291cmNlcyB9LFxuICAgIF0sXG4gIH0sXG4gIGJ1aWxkOiB7XG4gICAgdGFyZ2V0OiAnbm9kZTIwJyxcbiAgICBtaW5pZnk6IGZhbHNlLFxuICAgIHJvbGx1cE9wdGlvbnM6IHsgb3V0cHV0OiB7IGZvcm1hdDogJ2VzJywgZW50cnlGaWxlTmFtZXM6ICdbbmFtZV0uanMnLCBjaHVua0ZpbGVOYW1lczogJ1tuYW1lXS1baGFzaF0uanMnIH0gfSxcbiAgfSxcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGRcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL3JlcG9zaXRvcnkudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGQvcmVwb3NpdG9yeS50c1wiOy8qKiBXaGVyZSB0aGlzIHJlcG9zaXRvcnkgYW5kIGl0cyByb29tcyBsaWUgb24gZGlzay4gKi9cbmltcG9ydCB7IGZpbGVVUkxUb1BhdGggfSBmcm9tICdub2RlOnVybCdcbmltcG9ydCB7IHJlc29sdmUgfSBmcm9tICdub2RlOnBhdGgnXG5cbi8qKiBUaGUgcmVwb3NpdG9yeSdzIHJvb3QsIGFic29sdXRlLiAqL1xuZXhwb3J0IGNvbnN0IHJlcG9zaXRvcnkgPSByZXNvbHZlKGZpbGVVUkxUb1BhdGgobmV3IFVSTCgnLi4vLi4nLCBpbXBvcnQubWV0YS51cmwpKSlcblxuLyoqIHVuaS1hcHAncyBpbnB1dCBkaXJlY3RvcnksIGFic29sdXRlOiBhIHJlbGF0aXZlIG9uZSB5aWVsZHMgb3RoZXIgY2h1bmtzLiAqL1xuZXhwb3J0IGNvbnN0IGNsaWVudERpciA9IHJlc29sdmUocmVwb3NpdG9yeSwgJ2NsaWVudCcpXG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC90ZXN0Q29uZmlnLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL3Rlc3RDb25maWcudHNcIjsvKiogVGhlIHZpdGVzdCBjb25maWc6IGV2ZXJ5IHRlc3Qgb2YgZXZlcnkgcm9vbSBpbiBvbmUgcnVuLCBvciB0aG9zZSBhbG9uZSB0aGF0IG5lZWQgbm8gYnVpbGQgYW5kIG5vIGJyb3dzZXIuICovXG5pbXBvcnQgeyBhdmFpbGFibGVQYXJhbGxlbGlzbSB9IGZyb20gJ25vZGU6b3MnXG5pbXBvcnQgdHlwZSB7IFZpdGVVc2VyQ29uZmlnIH0gZnJvbSAndml0ZXN0L2NvbmZpZydcbmltcG9ydCB7IHBsYWNlaG9sZGVyQWRkcmVzcyB9IGZyb20gJy4uLy4uL3NoYXJlZC9hcGlBZGRyZXNzLnRzJ1xuaW1wb3J0IHsgcmVwb3NpdG9yeSB9IGZyb20gJy4vcmVwb3NpdG9yeS50cydcblxuY29uc3QgZXZlcnl3aGVyZSA9ICd7c2VydmVyLGNsaWVudCxzaGFyZWR9LyoqJ1xuLyoqIFdoYXQgYnVpbGRzLCBvcGVucyBicm93c2Vycywgc3RhcnRzIGRhdGFiYXNlcyBhbmQgcHJvY2Vzc2VzLCBvciBydW5zIGNvbXBpbGVycyBvdmVyIGEgY29weSBvZiBldmVyeXRoaW5nLiAqL1xuY29uc3Qgc3lzdGVtID0gW1xuICBgJHtldmVyeXdoZXJlfS8qLmUyZS50ZXN0LnRzYCxcbiAgJ2NsaWVudC9idWlsZC97ZG9jcy8qLGxpbnQsdHlwZUJyaWRnZSxsaW5rUGFja2FnZSx3ZWlnaHR9LnRlc3QudHMnLFxuICAnc2VydmVyL3N0b3JlL3twb3N0Z3JlcyoscG9zdGdyZXMvKixwb29sZXIscHJvY2Vzc2VzfS50ZXN0LnRzJyxcbiAgYCR7ZXZlcnl3aGVyZX0vKi5wb3N0Z3Jlcy50ZXN0LnRzYCxcbl1cbmNvbnN0IGVsc2V3aGVyZSA9IFsnKiovbm9kZV9tb2R1bGVzLyoqJywgJyoqL2Rpc3QvKionLCAnKiovZml4dHVyZS8qKicsICcqKi9maXh0dXJlcy8qKiddXG5cbmV4cG9ydCBjb25zdCB0ZXN0Q29uZmlnOiBWaXRlVXNlckNvbmZpZyA9IHtcbiAgcm9vdDogcmVwb3NpdG9yeSxcbiAgLy8gVGVzdHMgd3JpdGUgZmlsZXMgYW5kIGxvYWQgdGhlbTsgd2hhdCB2aXRlIHJlbWVtYmVycyBvZiBmb2xkZXJzIHdvdWxkIGJlIG91dCBvZiBkYXRlLlxuICBzZXJ2ZXI6IHsgZnM6IHsgY2FjaGVkQ2hlY2tzOiBmYWxzZSB9IH0sXG4gIHRlc3Q6IHtcbiAgICBwb29sOiAnZm9ya3MnLFxuICAgIC8vIE9uZSBsZXNzIHRoYW4gdGhlcmUgYXJlLCBhcyB2aXRlc3QgaGFzIGl0LCBsZWF2ZXMgYSBtYWNoaW5lIHdpdGggdHdvIGhhbGYgaWRsZS5cbiAgICBtYXhXb3JrZXJzOiBNYXRoLm1heCgyLCBhdmFpbGFibGVQYXJhbGxlbGlzbSgpKSxcbiAgICBtaW5Xb3JrZXJzOiAxLFxuICAgIGdsb2JhbFNldHVwOiBbJ3NlcnZlci90ZXN0aW5nL2NsdXN0ZXJCcm9rZXIudHMnXSxcbiAgICAvLyBXaG9sZS1zeXN0ZW0gdGVzdHMgc3RhcnQgc2VydmVycyBhbmQgYnJvd3NlcnM7IHRoZSBmaXJzdCBob29rIHRoYXQgbmVlZHMgYSBidWlsZCB3YWl0cyBmb3IgaXQuXG4gICAgdGVzdFRpbWVvdXQ6IDMwXzAwMCxcbiAgICBob29rVGltZW91dDogMTgwXzAwMCxcbiAgICBlbnY6IHsgTk9ERV9FTlY6ICd0ZXN0JywgVklURV9BUElfVVJMOiBwbGFjZWhvbGRlckFkZHJlc3MsIFZJVEVfQVBJX1VSTF9UUklBTDogJycgfSxcbiAgICBwcm9qZWN0czogW1xuICAgICAgeyBleHRlbmRzOiB0cnVlLCB0ZXN0OiB7IG5hbWU6ICdzeXN0ZW0nLCBpbmNsdWRlOiBzeXN0ZW0sIGV4Y2x1ZGU6IGVsc2V3aGVyZSB9IH0sXG4gICAgICB7XG4gICAgICAgIGV4dGVuZHM6IHRydWUsXG4gICAgICAgIC8vIE5vdGhpbmcgb2Ygb3VycyBrZWVwcyBzdGF0ZSBpbiBhIG1vZHVsZSwgc28gZmlsZXMgb2Ygb25lIHByb2Nlc3MgbWF5IHNoYXJlIHdoYXQgdGhleSBpbXBvcnQuXG4gICAgICAgIHRlc3Q6IHsgbmFtZTogJ3VuaXQnLCBpbmNsdWRlOiBbYCR7ZXZlcnl3aGVyZX0vKi50ZXN0LnRzYF0sIGV4Y2x1ZGU6IFsuLi5lbHNld2hlcmUsIC4uLnN5c3RlbV0sIGlzb2xhdGU6IGZhbHNlIH0sXG4gICAgICB9LFxuICAgIF0sXG4gIH0sXG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvc2hhcmVkXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL3NoYXJlZC9hcGlBZGRyZXNzLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy90bXAvd3Qvd2FpdHMvc2hhcmVkL2FwaUFkZHJlc3MudHNcIjsvKipcbiAqIFRoZSBvbmUgcnVsZSBmb3IgdGhlIEFQSSdzIGFkZHJlc3MgYXMgYSBidWlsZCBiYWtlcyBpdCBpbnRvIHRoZSBjbGllbnQ6IHRoZSBidWlsZCB3YXJucyBieSBpdCwgcHJldmlldywgdXBsb2FkIGFuZCB0aGVcbiAqIGRvY3RvciByZWZ1c2UgYnkgaXQuIFdlQ2hhdCBhY2NlcHRzIG9ubHkgaHR0cHMgYW5kIGEgcmVnaXN0ZXJlZCBkb21haW4gb24gYSBwaG9uZTpcbiAqIGh0dHBzOi8vZGV2ZWxvcGVycy53ZWl4aW4ucXEuY29tL21pbmlwcm9ncmFtL2Rldi9mcmFtZXdvcmsvYWJpbGl0eS9uZXR3b3JrLmh0bWxcbiAqIEZvciBjbGllbnQvYnVpbGQgYW5kIHNlcnZlci9jb21tYW5kcyBhbG9uZTogaXRzIHNlbnRlbmNlcyB3ZWlnaCB0b28gbXVjaCBmb3IgdGhlIHByb2dyYW0gaXRzZWxmLlxuICovXG5pbXBvcnQgdHlwZSB7IFNlbnRlbmNlIH0gZnJvbSAnLi9zZW50ZW5jZXMudHMnXG5cbi8qKiBXaGF0IGEgcHJvZHVjdGlvbiBidWlsZCBob2xkcyB3aGVuIG5vYm9keSBzYWlkIHdoZXJlIHRoZSBBUEkgaXMuICovXG5leHBvcnQgY29uc3QgcGxhY2Vob2xkZXJBZGRyZXNzID0gJ2h0dHBzOi8vYXBpLmV4YW1wbGUuY29tJ1xuXG4vKiogQW4gYWRkcmVzcyBhcyB0aGUgY2xpZW50IHdhbnRzIGl0OiB3aXRob3V0IHRoZSBzbGFzaCBhdCBpdHMgZW5kLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHRpZHlBZGRyZXNzKGFkZHJlc3M6IHN0cmluZyk6IHN0cmluZyB7XG4gIHJldHVybiBhZGRyZXNzLnRyaW0oKS5yZXBsYWNlKC9cXC8rJC8sICcnKVxufVxuXG4vKiogV2h5IGEgcHVibGlzaGVkIHByb2dyYW0gY291bGQgbm90IHJlYWNoIHRoaXMgYWRkcmVzczsgZW1wdHkgd2hlbiBpdCBjYW4uICovXG5leHBvcnQgZnVuY3Rpb24gYWRkcmVzc1Byb2JsZW1zKG5hbWU6IHN0cmluZywgZ2l2ZW46IHN0cmluZyk6IFNlbnRlbmNlW10ge1xuICBjb25zdCBhZGRyZXNzID0gdGlkeUFkZHJlc3MoZ2l2ZW4pXG4gIGNvbnN0IHBhcnRzID0gcGFydHNPZihhZGRyZXNzKVxuICBpZiAoIXBhcnRzKSByZXR1cm4gW3sgZW46IGAke25hbWV9IGlzIG5vdCBhbiBhZGRyZXNzOiBpdCBtdXN0IGxvb2sgbGlrZSBodHRwczovL2FwaS5teS1jb21wYW55LmNvbWAsIHpoOiBgJHtuYW1lfSBcdTRFMERcdTY2MkZcdTdGNTFcdTU3NDBcdUZGMENcdTVFOTRcdTVGNjJcdTU5ODIgaHR0cHM6Ly9hcGkubXktY29tcGFueS5jb21gIH1dXG4gIGNvbnN0IHByb2JsZW1zID0gWy4uLnByb3RvY29sUHJvYmxlbXMobmFtZSwgcGFydHMpLCAuLi5ob3N0UHJvYmxlbXMobmFtZSwgcGFydHMuaG9zdCksIC4uLnBhdGhQcm9ibGVtcyhuYW1lLCBwYXJ0cyldXG4gIGlmIChhZGRyZXNzICE9PSBwbGFjZWhvbGRlckFkZHJlc3MpIHJldHVybiBwcm9ibGVtc1xuICByZXR1cm4gWy4uLnByb2JsZW1zLCB7IGVuOiBgJHtuYW1lfSBpcyBub3Qgc2V0OiB0aGUgcHJvZ3JhbSBhc2tzIHRoZSBwbGFjZWhvbGRlciAke2FkZHJlc3N9YCwgemg6IGAke25hbWV9IFx1NjcyQVx1OEJCRVx1N0Y2RVx1RkYwQ1x1N0EwQlx1NUU4Rlx1NTNFQVx1NEYxQVx1OEJGN1x1NkM0Mlx1NTM2MFx1NEY0RFx1NTczMFx1NTc0MCAke2FkZHJlc3N9YCB9XVxufVxuXG5pbnRlcmZhY2UgUGFydHMge1xuICByZWFkb25seSBwcm90b2NvbDogc3RyaW5nXG4gIHJlYWRvbmx5IGhhc1VzZXI6IGJvb2xlYW5cbiAgcmVhZG9ubHkgaG9zdDogc3RyaW5nXG4gIHJlYWRvbmx5IHBhdGg6IHN0cmluZ1xuICAvKiogV2hhdGV2ZXIgZm9sbG93cyB0aGUgcGF0aC4gKi9cbiAgcmVhZG9ubHkgcmVzdDogc3RyaW5nXG59XG5cbi8vIE5vdCB3aXRoIFVSTDogc2hhcmVkLyBhbHNvIHN0YW5kcyB3aGVyZSBhIHBob25lIHJlYWRzIGl0LCBhbmQgYSBwaG9uZSBoYXMgbm9uZS5cbmNvbnN0IGZvcm0gPSAvXihbYS16XVthLXpcXGQrLi1dKik6XFwvXFwvKFteQC8/I10qQCk/KFtcXHB7TH1cXHB7Tn0tXSsoPzpcXC5bXFxwe0x9XFxwe059LV0rKSp8XFxbW1xcZGEtZjouXStcXF0pKD86OlxcZHsxLDV9KT8oXFwvW14/I1xcc10qKT8oWz8jXVxcUyopPyQvaXVcblxuZnVuY3Rpb24gcGFydHNPZihhZGRyZXNzOiBzdHJpbmcpOiBQYXJ0cyB8IG51bGwge1xuICBjb25zdCBmb3VuZCA9IGZvcm0uZXhlYyhhZGRyZXNzKVxuICBpZiAoIWZvdW5kKSByZXR1cm4gbnVsbFxuICBjb25zdCBbLCBwcm90b2NvbCA9ICcnLCB1c2VyLCBob3N0ID0gJycsIHBhdGggPSAnJywgcmVzdCA9ICcnXSA9IGZvdW5kXG4gIHJldHVybiB7IHByb3RvY29sOiBwcm90b2NvbC50b0xvd2VyQ2FzZSgpLCBoYXNVc2VyOiB1c2VyICE9PSB1bmRlZmluZWQsIGhvc3Q6IGhvc3QudG9Mb3dlckNhc2UoKSwgcGF0aCwgcmVzdCB9XG59XG5cbmZ1bmN0aW9uIHByb3RvY29sUHJvYmxlbXMobmFtZTogc3RyaW5nLCB7IHByb3RvY29sLCBoYXNVc2VyIH06IFBhcnRzKTogU2VudGVuY2VbXSB7XG4gIGNvbnN0IHByb2JsZW1zID0gW11cbiAgaWYgKHByb3RvY29sICE9PSAnaHR0cHMnKSBwcm9ibGVtcy5wdXNoKHsgZW46IGAke25hbWV9IGRvZXMgbm90IGJlZ2luIHdpdGggaHR0cHM6IFdlQ2hhdCByZWZ1c2VzIGl0IG9uIGEgcGhvbmVgLCB6aDogYCR7bmFtZX0gXHU0RTBEXHU0RUU1IGh0dHBzIFx1NUYwMFx1NTkzNFx1RkYwQ1x1NjI0Qlx1NjczQVx1NEUwQVx1NzY4NFx1NUZBRVx1NEZFMVx1NEYxQVx1NjJEMlx1N0VERGAgfSlcbiAgaWYgKGhhc1VzZXIpIHByb2JsZW1zLnB1c2goeyBlbjogYCR7bmFtZX0gaG9sZHMgYSB1c2VyIG5hbWUgb3IgYSBwYXNzd29yZDogZXZlcnlvbmUgY291bGQgcmVhZCBpdGAsIHpoOiBgJHtuYW1lfSBcdTU0MkJcdTY3MDlcdTc1MjhcdTYyMzdcdTU0MERcdTYyMTZcdTVCQzZcdTc4MDFcdUZGMENcdTRFRkJcdTRGNTVcdTRFQkFcdTkwRkRcdTgwRkRcdThCRkJcdTUyMzBgIH0pXG4gIHJldHVybiBwcm9ibGVtc1xufVxuXG5mdW5jdGlvbiBob3N0UHJvYmxlbXMobmFtZTogc3RyaW5nLCBob3N0OiBzdHJpbmcpOiBTZW50ZW5jZVtdIHtcbiAgaWYgKGlzTG9jYWwoaG9zdCkpIHJldHVybiBbeyBlbjogYCR7bmFtZX0gaXMgdGhpcyBtYWNoaW5lIChsb2NhbGhvc3QpOiBhIHBob25lIGNhbm5vdCByZWFjaCBpdGAsIHpoOiBgJHtuYW1lfSBcdTYzMDdcdTU0MTFcdTY3MkNcdTY3M0FcdUZGMDhsb2NhbGhvc3RcdUZGMDlcdUZGMENcdTYyNEJcdTY3M0FcdThCQkZcdTk1RUVcdTRFMERcdTUyMzBgIH1dXG4gIGlmIChpc0lwQWRkcmVzcyhob3N0KSkgcmV0dXJuIFt7IGVuOiBgJHtuYW1lfSBpcyBhbiBJUCBhZGRyZXNzOiBXZUNoYXQgd2FudHMgYSByZWdpc3RlcmVkIGRvbWFpbmAsIHpoOiBgJHtuYW1lfSBcdTY2MkYgSVAgXHU1NzMwXHU1NzQwXHVGRjBDXHU1RkFFXHU0RkUxXHU1M0VBXHU2M0E1XHU1M0Q3XHU1REYyXHU1OTA3XHU2ODQ4XHU3Njg0XHU1N0RGXHU1NDBEYCB9XVxuICBpZiAoaG9zdC5pbmNsdWRlcygnLicpKSByZXR1cm4gW11cbiAgcmV0dXJuIFt7IGVuOiBgJHtuYW1lfSBuYW1lcyBhIGhvc3Qgd2l0aG91dCBhIGRvdDogV2VDaGF0IHdhbnRzIGEgcmVnaXN0ZXJlZCBkb21haW5gLCB6aDogYCR7bmFtZX0gXHU3Njg0XHU0RTNCXHU2NzNBXHU1NDBEXHU0RTBEXHU1NDJCXHU3MEI5XHU1M0Y3XHVGRjBDXHU1RkFFXHU0RkUxXHU1M0VBXHU2M0E1XHU1M0Q3XHU1REYyXHU1OTA3XHU2ODQ4XHU3Njg0XHU1N0RGXHU1NDBEYCB9XVxufVxuXG5mdW5jdGlvbiBwYXRoUHJvYmxlbXMobmFtZTogc3RyaW5nLCB7IHBhdGgsIHJlc3QgfTogUGFydHMpOiBTZW50ZW5jZVtdIHtcbiAgY29uc3QgcHJvYmxlbXMgPSBbXVxuICBpZiAocmVzdCkgcHJvYmxlbXMucHVzaCh7IGVuOiBgJHtuYW1lfSBob2xkcyBhID8gb3IgYSAjOiBpdCBtdXN0IGVuZCB3aXRoIHRoZSBkb21haW4gb3IgYSBwYXRoYCwgemg6IGAke25hbWV9IFx1NTQyQlx1NjcwOSA/IFx1NjIxNiAjXHVGRjBDXHU1RTk0XHU0RUU1XHU1N0RGXHU1NDBEXHU2MjE2XHU4REVGXHU1Rjg0XHU3RUQzXHU1QzNFYCB9KVxuICBpZiAoL1xcL3RycGNcXC8qJC8udGVzdChwYXRoKSkgcHJvYmxlbXMucHVzaCh7IGVuOiBgJHtuYW1lfSBlbmRzIGluIC90cnBjLCB3aGljaCB0aGUgY2xpZW50IGFkZHMgaXRzZWxmOiBsZWF2ZSBpdCBvdXRgLCB6aDogYCR7bmFtZX0gXHU0RUU1IC90cnBjIFx1N0VEM1x1NUMzRVx1RkYwQ1x1NUJBMlx1NjIzN1x1N0FFRlx1NEYxQVx1ODFFQVx1ODg0Q1x1NkRGQlx1NTJBMFx1RkYwQ1x1OEJGN1x1NTNCQlx1NjM4OWAgfSlcbiAgcmV0dXJuIHByb2JsZW1zXG59XG5cbmZ1bmN0aW9uIGlzTG9jYWwoaG9zdDogc3RyaW5nKTogYm9vbGVhbiB7XG4gIHJldHVybiAvXihsb2NhbGhvc3R8LipcXC5sb2NhbGhvc3R8MTI3XFwuXFxkK1xcLlxcZCtcXC5cXGQrfDBcXC4wXFwuMFxcLjB8XFxbOjoxP1xcXSkkLy50ZXN0KGhvc3QpXG59XG5cbi8qKiBBIGhvc3Qgd2hvc2UgbGFzdCBwYXJ0IGlzIGEgbnVtYmVyIGlzIGFuIElQdjQgYWRkcmVzcywgaG93ZXZlciBpdCBpcyB3cml0dGVuOiBodHRwczovL3VybC5zcGVjLndoYXR3Zy5vcmcvI2VuZHMtaW4tYS1udW1iZXItY2hlY2tlciAqL1xuZnVuY3Rpb24gaXNJcEFkZHJlc3MoaG9zdDogc3RyaW5nKTogYm9vbGVhbiB7XG4gIHJldHVybiBob3N0LnN0YXJ0c1dpdGgoJ1snKSB8fCAvKF58XFwuKShcXHB7Tn0rfDB4W1xcZGEtZl0qKSQvdS50ZXN0KGhvc3QpXG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC91bmlDb25maWcudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGQvdW5pQ29uZmlnLnRzXCI7LyoqIFRoZSB2aXRlIGNvbmZpZyBvZiBhIHVuaS1hcHAgYnVpbGQ6IHRoZSBtaW5pIHByb2dyYW0sIHRoZSBINSBwcmV2aWV3IGFuZCBpdHMgZGV2ZWxvcG1lbnQgc2VydmVyLiAqL1xuaW1wb3J0IHsgcmVhbHBhdGhTeW5jIH0gZnJvbSAnbm9kZTpmcydcbmltcG9ydCB7IHJlc29sdmUgfSBmcm9tICdub2RlOnBhdGgnXG5pbXBvcnQgcHJvY2VzcyBmcm9tICdub2RlOnByb2Nlc3MnXG5pbXBvcnQgdHlwZSB7IENvbmZpZ0VudiwgUGx1Z2luLCBVc2VyQ29uZmlnIH0gZnJvbSAndml0ZSdcbmltcG9ydCB7IGNsaWVudEVudiB9IGZyb20gJy4uLy4uL3NlcnZlci9jb21tYW5kcy9jbGllbnRFbnYudHMnXG5pbXBvcnQgeyB1bmlUcnBjIH0gZnJvbSAnLi4vbGluay92aXRlLnRzJ1xuaW1wb3J0IHsgY2xpZW50U2V0dGluZ3MgfSBmcm9tICcuL2NsaWVudFNldHRpbmdzLnRzJ1xuaW1wb3J0IHsgY2xvc2VkRGlzayB9IGZyb20gJy4vY2xvc2VkRGlzay50cydcbmltcG9ydCB7IGZld2VyRmlsZXMgfSBmcm9tICcuL2Zld2VyRmlsZXMudHMnXG5pbXBvcnQgeyBmcmVzaFBhZ2VzIH0gZnJvbSAnLi9mcmVzaFBhZ2VzLnRzJ1xuaW1wb3J0IHsgbGVhblZ1ZSB9IGZyb20gJy4vbGVhblZ1ZS50cydcbmltcG9ydCB7IG9yaWdpbnMgfSBmcm9tICcuL29yaWdpbnMudHMnXG5pbXBvcnQgeyBwaG9uZUJ1aWxkIH0gZnJvbSAnLi9waG9uZUJ1aWxkLnRzJ1xuaW1wb3J0IHsgcHJvamVjdENvbmZpZyB9IGZyb20gJy4vcHJvamVjdENvbmZpZy50cydcbmltcG9ydCB7IHJlbW92ZVBob25lSG9tZSB9IGZyb20gJy4vcmVtb3ZlUGhvbmVIb21lLnRzJ1xuaW1wb3J0IHsgY2xpZW50RGlyLCByZXBvc2l0b3J5IH0gZnJvbSAnLi9yZXBvc2l0b3J5LnRzJ1xuaW1wb3J0IHsgc3RyaWN0SnNvbiB9IGZyb20gJy4vc3RyaWN0SnNvbi50cydcbmltcG9ydCB7IHVuaVBsdWdpbiB9IGZyb20gJy4vdW5pUGx1Z2luLnRzJ1xuaW1wb3J0IHsgd2l0aG91dFVuaUNsb3VkIH0gZnJvbSAnLi93aXRob3V0VW5pQ2xvdWQudHMnXG5cbi8qKiBXaGF0IHRoZSBINSBkZXZlbG9wbWVudCBzZXJ2ZXIgaGFuZHMgb24gdG8gdGhlIEFQSSwgc28gdGhhdCBib3RoIGhhdmUgb25lIG9yaWdpbi4gKi9cbmNvbnN0IGFwaVBhdGhzID0gWycvdHJwYycsICcvc2FuZGJveCcsICcvcHJlZmV0Y2gnLCAnL2F2YXRhcnMnXVxuXG4vKiogQWxsIHRoYXQgdGhlIEg1IGRldmVsb3BtZW50IHNlcnZlciBtYXkgaGFuZCBvdXQ7IHBhY2thZ2VzIG1heSBiZSBsaW5rZWQgZnJvbSBlbHNld2hlcmUuICovXG5jb25zdCBzZXJ2ZWRGb2xkZXJzID0gWydjbGllbnQnLCAnc2hhcmVkJywgJ25vZGVfbW9kdWxlcyddLm1hcCgobmFtZSkgPT4gcmVhbHBhdGhTeW5jKHJlc29sdmUocmVwb3NpdG9yeSwgbmFtZSkpKVxuXG5leHBvcnQgYXN5bmMgZnVuY3Rpb24gdW5pQ29uZmlnKHsgbW9kZSB9OiBDb25maWdFbnYpOiBQcm9taXNlPFVzZXJDb25maWc+IHtcbiAgY29uc3QgcGxhdGZvcm0gPSBwcm9jZXNzLmVudi5VTklfUExBVEZPUk0gPz8gJ2g1J1xuICBjb25zdCBlbnYgPSBjbGllbnRFbnYobW9kZSwgcmVwb3NpdG9yeSwgWydWSVRFXycsICdQT1JUJ10pXG4gIGNvbnN0IHsgYXBwSWQsIHZhbHVlcywgcHJveHlUYXJnZXQsIHdhcm5pbmdzIH0gPSBjbGllbnRTZXR0aW5ncyh7IHBsYXRmb3JtLCBtb2RlLCBlbnYgfSlcbiAgcmV0dXJuIHtcbiAgICByb290OiBjbGllbnREaXIsXG4gICAgZW52RGlyOiByZXBvc2l0b3J5LFxuICAgIC8vIE5vdCBhbGwgb2YgVklURV8sIHdoZXJlIHVuaS1hcHAga2VlcHMgdGhpcyBtYWNoaW5lJ3MgcGF0aHM6IGBpbXBvcnQubWV0YS5lbnZgIGlzIHdyaXR0ZW4gaW50byB0aGUgY2xpZW50LlxuICAgIGVudlByZWZpeDogWydWSVRFX0FQSV9VUkwnLCAnVklURV9TQU5EQk9YJ10sXG4gICAgY2FjaGVEaXI6IHJlc29sdmUocmVwb3NpdG9yeSwgJ25vZGVfbW9kdWxlcy8udml0ZScsIHBsYXRmb3JtKSxcbiAgICBwbHVnaW5zOiBbXG4gICAgICAvLyBGaXJzdCwgc28gdGhhdCBubyBvdGhlciBwbHVnaW4gcmVhZHMgYSBmaWxlIGJlZm9yZSBpdC5cbiAgICAgIGNsb3NlZERpc2soKSxcbiAgICAgIHN0cmljdEpzb24oKSxcbiAgICAgIGZyZXNoUGFnZXMoKSxcbiAgICAgIGF3YWl0IHVuaVBsdWdpbigpLFxuICAgICAgdW5pVHJwYygpLFxuICAgICAgcmVtb3ZlUGhvbmVIb21lKCksXG4gICAgICAuLi4ocGxhdGZvcm0uc3RhcnRzV2l0aCgnbXAtJykgPyBbZmV3ZXJGaWxlcyhtb2RlKSwgbGVhblZ1ZSgpLCB3aXRob3V0VW5pQ2xvdWQoKV0gOiBbXSksXG4gICAgICBwcm9qZWN0Q29uZmlnKHsgYXBwSWQsIG1vZGUgfSksXG4gICAgICAuLi4ocHJvY2Vzcy5lbnYuT1JJR0lOU19GSUxFID8gW29yaWdpbnMocHJvY2Vzcy5lbnYuT1JJR0lOU19GSUxFKV0gOiBbXSksXG4gICAgICB3YXJuKHdhcm5pbmdzKSxcbiAgICBdLFxuICAgIGRlZmluZTogT2JqZWN0LmZyb21FbnRyaWVzKFxuICAgICAgT2JqZWN0LmVudHJpZXModmFsdWVzKS5tYXAoKFtuYW1lLCB2YWx1ZV0pID0+IFtgaW1wb3J0Lm1ldGEuZW52LiR7bmFtZX1gLCBKU09OLnN0cmluZ2lmeSh2YWx1ZSldKSxcbiAgICApLFxuICAgIC4uLihwbGF0Zm9ybS5zdGFydHNXaXRoKCdtcC0nKSAmJiB7IGJ1aWxkOiBwaG9uZUJ1aWxkIH0pLFxuICAgIC8vIEZvdW5kIGxhdGUsIHRoZXNlIHR3byB3b3VsZCBtYWtlIHRoZSBmaXJzdCBwYWdlIGxvYWQgYW5zd2VyIDUwNC5cbiAgICBvcHRpbWl6ZURlcHM6IHsgaW5jbHVkZTogWydAdHJwYy9jbGllbnQnLCAnQHRycGMvc2VydmVyL29ic2VydmFibGUnXSB9LFxuICAgIHNlcnZlcjoge1xuICAgICAgcHJveHk6IE9iamVjdC5mcm9tRW50cmllcyhcbiAgICAgICAgYXBpUGF0aHMubWFwKChwYXRoKSA9PiBbcGF0aCwgeyB0YXJnZXQ6IHByb3h5VGFyZ2V0LCBjaGFuZ2VPcmlnaW46IHRydWUsIHdzOiB0cnVlIH1dKSxcbiAgICAgICksXG4gICAgICAvLyB1bmktYXBwIG9wZW5zIHRoZSB3aG9sZSBkaXNrLCB2aXRlIHRvIHBhZ2VzIG9mIGFueSBvcmlnaW47IHNlY3JldHMgYW5kIHRoZSBkZXZlbG9wbWVudCBkYXRhYmFzZSBsaWUgbmVhciBieS5cbiAgICAgIGZzOiB7IHN0cmljdDogdHJ1ZSwgYWxsb3c6IHNlcnZlZEZvbGRlcnMgfSxcbiAgICAgIGNvcnM6IGZhbHNlLFxuICAgIH0sXG4gIH1cbn1cblxuZnVuY3Rpb24gd2Fybih3YXJuaW5nczogc3RyaW5nW10pOiBQbHVnaW4ge1xuICByZXR1cm4ge1xuICAgIG5hbWU6ICdjbGllbnQtd2FybmluZ3MnLFxuICAgIGNvbmZpZ1Jlc29sdmVkKHsgbG9nZ2VyIH0pIHtcbiAgICAgIGZvciAoY29uc3Qgd2FybmluZyBvZiB3YXJuaW5ncykgbG9nZ2VyLndhcm4oYFxcbiEhICAke3dhcm5pbmd9XFxuYClcbiAgICB9LFxuICB9XG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvc2VydmVyL2NvbW1hbmRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL3NlcnZlci9jb21tYW5kcy9jbGllbnRFbnYudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9zZXJ2ZXIvY29tbWFuZHMvY2xpZW50RW52LnRzXCI7LyoqIFRoZSBjbGllbnQncyB2YXJpYWJsZXMsIGFzIHZpdGUgcmVhZHMgdGhlbSwgd2l0aCBgLmVudmAgcmVhZCBhcyB0aGUgc2VydmVyIHJlYWRzIGl0LiAqL1xuaW1wb3J0IHsgcmVzb2x2ZSB9IGZyb20gJ25vZGU6cGF0aCdcbmltcG9ydCB7IGxvYWRFbnYgfSBmcm9tICd2aXRlJ1xuaW1wb3J0IHsgcmVhZEVudkZpbGUgfSBmcm9tICcuLi9lbnZGaWxlLnRzJ1xuXG4vKiogQHRocm93cyB7RW52RmlsZUVycm9yfSBmb3IgYSBgLmVudmAgdGhhdCBjYW5ub3QgYmUgcmVhZCAqL1xuZXhwb3J0IGZ1bmN0aW9uIGNsaWVudEVudihtb2RlOiBzdHJpbmcsIGZvbGRlcjogc3RyaW5nLCBwcmVmaXhlczogc3RyaW5nW10pOiBSZWNvcmQ8c3RyaW5nLCBzdHJpbmc+IHtcbiAgY29uc3QgZW50cmllcyA9IE9iamVjdC5lbnRyaWVzKHJlYWRFbnZGaWxlKHJlc29sdmUoZm9sZGVyLCAnLmVudicpKSlcbiAgY29uc3QgbmFtZWQgPSBlbnRyaWVzLmZpbHRlcigoW25hbWVdKSA9PiBwcmVmaXhlcy5zb21lKChwcmVmaXgpID0+IG5hbWUuc3RhcnRzV2l0aChwcmVmaXgpKSlcbiAgcmV0dXJuIHsgLi4uT2JqZWN0LmZyb21FbnRyaWVzKG5hbWVkLm1hcCgoW25hbWUsIHRleHQgPSAnJ10pID0+IFtuYW1lLCB0ZXh0XSkpLCAuLi5sb2FkRW52KG1vZGUsIGZvbGRlciwgcHJlZml4ZXMpIH1cbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3RtcC93dC93YWl0cy9zZXJ2ZXJcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvc2VydmVyL2VudkZpbGUudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9zZXJ2ZXIvZW52RmlsZS50c1wiOy8qKlxuICogUmVhZHMgYSBmaWxlIG9mIGBLRVk9dmFsdWVgIGxpbmVzIGFzIGVkaXRvcnMgb24gV2luZG93cyBhbmQgaW4gQ2hpbmEgc2F2ZSBpdDogd2l0aCBhIGJ5dGUgb3JkZXIgbWFyaywgaW4gVVRGLTE2LCB3aXRoIGFcbiAqIGZ1bGwtd2lkdGggZXF1YWxzIHNpZ24uIFJlYWQgYXMgcGxhaW4gVVRGLTgsIHN1Y2ggYSBmaWxlIGxvc2VzIGl0cyBmaXJzdCBsaW5lIG9yIGFsbCBvZiB0aGVtIHdpdGhvdXQgYSB3b3JkLlxuICovXG5pbXBvcnQgeyByZWFkRmlsZVN5bmMgfSBmcm9tICdub2RlOmZzJ1xuaW1wb3J0IHsgcGFyc2VFbnYgfSBmcm9tICdub2RlOnV0aWwnXG5pbXBvcnQgdHlwZSB7IFNlbnRlbmNlIH0gZnJvbSAnLi4vc2hhcmVkL3NlbnRlbmNlcy50cydcblxuLyoqIFdoYXQgY2Fubm90IGJlIHJlYWQ7IHRoZSBzZW50ZW5jZSBmb2xsb3dzIHRoZSBmaWxlJ3MgbmFtZS4gKi9cbmV4cG9ydCBjbGFzcyBFbnZGaWxlRXJyb3IgZXh0ZW5kcyBFcnJvciB7XG4gIG92ZXJyaWRlIHJlYWRvbmx5IG5hbWUgPSAnRW52RmlsZUVycm9yJ1xuXG4gIGNvbnN0cnVjdG9yKHJlYWRvbmx5IHdoYXQ6IFNlbnRlbmNlKSB7XG4gICAgc3VwZXIoYCR7d2hhdC5lbn0gLyAke3doYXQuemh9YClcbiAgfVxufVxuXG4vKiogTm90aGluZyB3aGVyZSB0aGVyZSBpcyBubyBzdWNoIGZpbGUuIEB0aHJvd3Mge0VudkZpbGVFcnJvcn0gKi9cbmV4cG9ydCBmdW5jdGlvbiByZWFkRW52RmlsZShmaWxlOiBzdHJpbmcpOiBSZWFkb25seTxSZWNvcmQ8c3RyaW5nLCBzdHJpbmcgfCB1bmRlZmluZWQ+PiB7XG4gIHJldHVybiBwYXJzZUVudihwbGFpbkxpbmVzKHRleHRPZkVudkZpbGUoZmlsZSkpKVxufVxuXG4vKiogSXRzIHRleHQgd2l0aG91dCBhIGJ5dGUgb3JkZXIgbWFyazsgZW1wdHkgd2hlcmUgdGhlcmUgaXMgbm8gc3VjaCBmaWxlLiBAdGhyb3dzIHtFbnZGaWxlRXJyb3J9ICovXG5leHBvcnQgZnVuY3Rpb24gdGV4dE9mRW52RmlsZShmaWxlOiBzdHJpbmcpOiBzdHJpbmcge1xuICB0cnkge1xuICAgIHJldHVybiBkZWNvZGVkKHJlYWRGaWxlU3luYyhmaWxlKSlcbiAgfSBjYXRjaCAoZXJyb3IpIHtcbiAgICBpZiAoZXJyb3IgaW5zdGFuY2VvZiBFbnZGaWxlRXJyb3IpIHRocm93IGVycm9yXG4gICAgY29uc3QgY29kZSA9IGVycm9yIGluc3RhbmNlb2YgRXJyb3IgJiYgJ2NvZGUnIGluIGVycm9yID8gZXJyb3IuY29kZSA6IG51bGxcbiAgICBpZiAoY29kZSA9PT0gJ0VOT0VOVCcpIHJldHVybiAnJ1xuICAgIHRocm93IG5ldyBFbnZGaWxlRXJyb3IoeyBlbjogYGNhbm5vdCBiZSByZWFkOiAke2NvZGV9YCwgemg6IGBcdTY1RTBcdTZDRDVcdThCRkJcdTUzRDZcdUZGMUEke2NvZGV9YCB9KVxuICB9XG59XG5cbi8qKiBGdWxsLXdpZHRoIHNpZ25zIGFyb3VuZCBhIG5hbWUgbWVhbiB3aGF0IHRoZSBuYXJyb3cgb25lcyBtZWFuLCBhbmQgd2hhdCBjYW5ub3QgYmUgc2VlbiBtZWFucyBub3RoaW5nLiAqL1xuZnVuY3Rpb24gcGxhaW5MaW5lcyh0ZXh0OiBzdHJpbmcpOiBzdHJpbmcge1xuICByZXR1cm4gdGV4dFxuICAgIC5yZXBsYWNlKC9cXHJcXG4/L2csICdcXG4nKVxuICAgIC5yZXBsYWNlKC9eKD86W15cXFNcXG5dfFtcXHUyMDBiXFx1MjAwY1xcdTIwMGRcXHUyMDYwXFx1ZmVmZl0pKy9nbXUsICcnKVxuICAgIC5yZXBsYWNlKC9eKCg/OmV4cG9ydCArKT9bQS1aYS16X11cXHcqKVteXFxTXFxuXSpcdUZGMUQvZ20sICckMT0nKVxufVxuXG5mdW5jdGlvbiBkZWNvZGVkKGJ5dGVzOiBCdWZmZXIpOiBzdHJpbmcge1xuICB0cnkge1xuICAgIHJldHVybiBuZXcgVGV4dERlY29kZXIoZW5jb2RpbmdPZihieXRlcyksIHsgZmF0YWw6IHRydWUgfSkuZGVjb2RlKGJ5dGVzKVxuICB9IGNhdGNoIHtcbiAgICB0aHJvdyBuZXcgRW52RmlsZUVycm9yKHsgZW46ICdpcyBub3QgVVRGLTg6IHNhdmUgaXQgYXMgVVRGLTgnLCB6aDogJ1x1NEUwRFx1NjYyRiBVVEYtOCBcdTdGMTZcdTc4MDFcdUZGMENcdThCRjdcdTUzRTZcdTVCNThcdTRFM0EgVVRGLTgnIH0pXG4gIH1cbn1cblxuLyoqIFVURi0xNiBhbHNvIHdpdGhvdXQgaXRzIG1hcms6IGV2ZXJ5IHNlY29uZCBieXRlIG9mIHdoYXQgc3RhbmRzIGluIHN1Y2ggYSBmaWxlIGlzIDAuICovXG5mdW5jdGlvbiBlbmNvZGluZ09mKGJ5dGVzOiBCdWZmZXIpOiAndXRmLTgnIHwgJ3V0Zi0xNmxlJyB8ICd1dGYtMTZiZScge1xuICBjb25zdCBbZmlyc3QsIHNlY29uZF0gPSBieXRlc1xuICBpZiAoZmlyc3QgPT09IDB4ZmYgJiYgc2Vjb25kID09PSAweGZlKSByZXR1cm4gJ3V0Zi0xNmxlJ1xuICBpZiAoZmlyc3QgPT09IDB4ZmUgJiYgc2Vjb25kID09PSAweGZmKSByZXR1cm4gJ3V0Zi0xNmJlJ1xuICBpZiAoYnl0ZXMubGVuZ3RoIDwgMiB8fCBieXRlcy5sZW5ndGggJSAyICE9PSAwKSByZXR1cm4gJ3V0Zi04J1xuICBpZiAoc2Vjb25kID09PSAwKSByZXR1cm4gJ3V0Zi0xNmxlJ1xuICByZXR1cm4gZmlyc3QgPT09IDAgPyAndXRmLTE2YmUnIDogJ3V0Zi04J1xufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9saW5rXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9saW5rL3ZpdGUudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9jbGllbnQvbGluay92aXRlLnRzXCI7LyoqXG4gKiBUaGUgbGluaydzIHZpdGUgcGx1Z2luLCBmb3IgbWluaSBwcm9ncmFtIGJ1aWxkcy4gSXQgZ2l2ZXMgdGhlIG1vZHVsZXMgb2YgQHRycGMsIGFuZCBvZiBwYWNrYWdlcyB0aGF0IGEgcHJvZ3JhbVxuICogbmFtZXMsIHRoZSBBYm9ydENvbnRyb2xsZXIgdGhleSB0YWtlIGZyb20gdGhlIGdsb2JhbCBzY29wZSwgYXMgYW4gaW1wb3J0IG9mIHRoZWlyIG93bjogbm8gZ2xvYmFsIGlzIGFzc2lnbmVkIGFuZCBvdGhlclxuICogY29kZSBzZWVzIHRoZSBydW50aW1lIGFzIGl0IGlzLiBBbmQgaXQgc3BhcmVzIHdlaWdodDogQHRycGMvY2xpZW50J3MgcGFja2FnZS5qc29uIGxlYXZlcyB1bnNhaWQgdGhhdCBpdHMgbW9kdWxlcyBkb1xuICogbm90aGluZyBieSB0aGVtc2VsdmVzLCBzbyB0aGF0IHVudXNlZCBvbmVzIG1heSBnby5cbiAqL1xuaW1wb3J0IHsgZmlsZVVSTFRvUGF0aCB9IGZyb20gJ25vZGU6dXJsJ1xuaW1wb3J0IHR5cGUgeyBQbHVnaW4gfSBmcm9tICd2aXRlJ1xuXG5jb25zdCBzcGVjaWZpZXIgPSAndW5pLXRycGM6YWJvcnQtY29udHJvbGxlcidcbi8qKiBUaGUgbW9kdWxlIG9mIEJhYmVsJ3MgaGVscGVycyBpbiBAdHJwYy9jbGllbnQsIGJ5IHdoYXQgaXQgZXhwb3J0cy4gKi9cbmNvbnN0IGhlbHBlckV4cG9ydHMgPSAvZXhwb3J0IFxceyBfZGVmaW5lUHJvcGVydHkgYXMgXFx3KywgX29iamVjdFNwcmVhZDIgYXMgXFx3KyBcXH07L1xuLyoqIFRoZSBzYW1lLCBmb3IgcnVudGltZXMgdGhhdCBoYXZlIEVTMjAxNTsgdGhlaXJzIGlzIGZvciBvbGRlciBvbmVzLCBhbmQgd2VpZ2hzIDAuNCBrQiBtb3JlLiAqL1xuY29uc3Qgc2hvcnRIZWxwZXJzID0gYFxuY29uc3QgX2RlZmluZVByb3BlcnR5ID0gKG9iamVjdCwga2V5LCB2YWx1ZSkgPT5cbiAgT2JqZWN0LmRlZmluZVByb3BlcnR5KG9iamVjdCwga2V5LCB7IHZhbHVlLCBlbnVtZXJhYmxlOiB0cnVlLCBjb25maWd1cmFibGU6IHRydWUsIHdyaXRhYmxlOiB0cnVlIH0pXG5jb25zdCBfb2JqZWN0U3ByZWFkMiA9ICh0YXJnZXQsIC4uLnNvdXJjZXMpID0+IE9iamVjdC5hc3NpZ24odGFyZ2V0LCAuLi5zb3VyY2VzKVxuYFxuLyoqIEJhYmVsJ3MgYD8uYCBhbmQgYD8/YCwgb2YgYSBuYW1lIG9yIG9mIHdoYXQgaXQgaGFzIHB1dCB1bmRlciBhIG5hbWUgb2YgaXRzIG93bi4gKi9cbmNvbnN0IGlzTnVsbGlzaCA9IC8oXFxiKFtcXHckXSspfFxcKSkgPT09IG51bGwgXFx8XFx8ICg/OlxcMnxfW1xcdyRdKykgPT09IHZvaWQgMC9nXG5jb25zdCBpc05vdE51bGxpc2ggPSAvKFxcYihbXFx3JF0rKXxcXCkpICE9PSBudWxsICYmICg/OlxcMnxfW1xcdyRdKykgIT09IHZvaWQgMC9nXG5jb25zdCB0cnBjTW9kdWxlID0gL1tcXFxcL11AdHJwY1tcXFxcL10oPzpjbGllbnR8c2VydmVyKVtcXFxcL11bXj9dKlxcLm0/anMoPzpcXD98JCkvXG5cbmV4cG9ydCBpbnRlcmZhY2UgVW5pVHJwY09wdGlvbnMge1xuICAvKipcbiAgICogV2hhdCBpcyBiZWluZyBidWlsdDsgb25seSBgbXAtKmAgaXMgdG91Y2hlZCwgZm9yIGJyb3dzZXJzIGhhdmUgYW4gQWJvcnRDb250cm9sbGVyLlxuICAgKiBAZGVmYXVsdCBwcm9jZXNzLmVudi5VTklfUExBVEZPUk0sIHdoaWNoIHRoZSB1bmkgQ0xJIHNldHMgYmVmb3JlIGl0IGxvYWRzIHZpdGUuY29uZmlnXG4gICAqL1xuICBwbGF0Zm9ybT86IHN0cmluZ1xuICAvKipcbiAgICogRnVydGhlciBwYWNrYWdlcyB3aGljaCB0YWtlIEFib3J0Q29udHJvbGxlciBmcm9tIHRoZSBnbG9iYWwgc2NvcGUsIGJ5IHRoZWlyIG5wbSBuYW1lczogdGhleSBnZXQgdGhlIHNhbWUgaW1wb3J0LlxuICAgKiBXaXRob3V0IGl0IGBuZXcgQWJvcnRDb250cm9sbGVyKClgIHRocm93cywgb2Z0ZW4gd2hlcmUgbm9ib2R5IGhlYXJzIG9mIGl0LiBUYW5TdGFjayBRdWVyeSBuZWVkcyBubyBuYW1pbmcuXG4gICAqL1xuICBhYm9ydENvbnRyb2xsZXJGb3I/OiByZWFkb25seSBzdHJpbmdbXVxufVxuXG4vKiogV2hhdCBtYWtlcyBhIHByb2dyYW0gd2l0aCBWdWUgUXVlcnksIG9yIFRhblN0YWNrIFF1ZXJ5IGZvciBhbnkgb3RoZXIgZnJhbWV3b3JrLCBsb2FkIGZvciBldmVyLiAqL1xuY29uc3Qga25vd25QYWNrYWdlcyA9IFsnQHRhbnN0YWNrL3F1ZXJ5LWNvcmUnXVxuXG4vKiogQWRkIGl0IHRvIGBwbHVnaW5zYCwgYmVzaWRlIHVuaSdzIG93bi4gKi9cbmV4cG9ydCBmdW5jdGlvbiB1bmlUcnBjKG9wdGlvbnM6IFVuaVRycGNPcHRpb25zID0ge30pOiBQbHVnaW4ge1xuICBjb25zdCB7IHBsYXRmb3JtID0gcHJvY2Vzcy5lbnYuVU5JX1BMQVRGT1JNID8/ICcnLCBhYm9ydENvbnRyb2xsZXJGb3IgPSBbXSB9ID0gb3B0aW9uc1xuICBjb25zdCBvdGhlck1vZHVsZSA9IG1vZHVsZXNPZihbLi4ua25vd25QYWNrYWdlcywgLi4uYWJvcnRDb250cm9sbGVyRm9yXSlcbiAgcmV0dXJuIHtcbiAgICBuYW1lOiAndW5pLXRycGMnLFxuICAgIGVuZm9yY2U6ICdwcmUnLFxuICAgIGFwcGx5OiAoKSA9PiBwbGF0Zm9ybS5zdGFydHNXaXRoKCdtcC0nKSxcbiAgICByZXNvbHZlSWQ6IChpZCkgPT4gKGlkID09PSBzcGVjaWZpZXIgPyBhYm9ydENvbnRyb2xsZXJGaWxlKCkgOiBudWxsKSxcbiAgICB0cmFuc2Zvcm0oY29kZSwgaWQpIHtcbiAgICAgIGlmIChvdGhlck1vZHVsZS50ZXN0KGlkKSkgcmV0dXJuIHsgY29kZTogd2l0aENvbnRyb2xsZXIoY29kZSksIG1hcDogbnVsbCB9XG4gICAgICBpZiAoIXRycGNNb2R1bGUudGVzdChpZCkpIHJldHVybiBudWxsXG4gICAgICBjb25zdCBbY2xhdXNlXSA9IGhlbHBlckV4cG9ydHMuZXhlYyhjb2RlKSA/PyBbXVxuICAgICAgaWYgKGNsYXVzZSkgcmV0dXJuIHsgY29kZTogc2hvcnRIZWxwZXJzICsgY2xhdXNlLCBtYXA6IG51bGwsIG1vZHVsZVNpZGVFZmZlY3RzOiBmYWxzZSB9XG4gICAgICByZXR1cm4geyBjb2RlOiB3aXRoQ29udHJvbGxlcihzaG9ydENoZWNrcyhjb2RlKSksIG1hcDogbnVsbCwgbW9kdWxlU2lkZUVmZmVjdHM6IGZhbHNlIH1cbiAgICB9LFxuICB9XG59XG5cbi8qKiBUd28gbGV0dGVycyBmb3IgdHdvIGNvbXBhcmlzb25zOyB0aGV5IGRpZmZlciBmb3IgYGRvY3VtZW50LmFsbGAgYWxvbmUsIHdoaWNoIG5vIG1pbmkgcHJvZ3JhbSBoYXMuICovXG5mdW5jdGlvbiBzaG9ydENoZWNrcyhjb2RlOiBzdHJpbmcpOiBzdHJpbmcge1xuICByZXR1cm4gY29kZS5yZXBsYWNlKGlzTnVsbGlzaCwgJyQxID09IG51bGwnKS5yZXBsYWNlKGlzTm90TnVsbGlzaCwgJyQxICE9IG51bGwnKVxufVxuXG4vKiogQSBtb2R1bGUgdGhhdCBicmluZ3MgaXRzIG93biBrZWVwcyBpdC4gKi9cbmNvbnN0IG93bkNvbnRyb2xsZXIgPSAvXFxiKD86Y2xhc3N8ZnVuY3Rpb258Y29uc3R8bGV0fHZhcilcXHMrQWJvcnRDb250cm9sbGVyXFxifFxcYmltcG9ydFxcYlteOydcIl0qXFxiQWJvcnRDb250cm9sbGVyXFxiL1xuY29uc3QgZXNNb2R1bGUgPSAvXlxccyooPzppbXBvcnR8ZXhwb3J0KVxcYi9tXG5jb25zdCBjb21tb25KcyA9IC9cXGIoPzptb2R1bGVcXC5leHBvcnRzfGV4cG9ydHNcXC5cXHd8cmVxdWlyZVxccypcXCgpL1xuXG4vKiogQWRkcyBpdCBvbiB0aGUgZmlyc3QgbGluZSwgc28gdGhhdCB0aGUgbW9kdWxlJ3Mgb3duIHNvdXJjZSBtYXAga2VlcHMgaXRzIGxpbmUgbnVtYmVycy4gKi9cbmZ1bmN0aW9uIHdpdGhDb250cm9sbGVyKGNvZGU6IHN0cmluZyk6IHN0cmluZyB7XG4gIGlmICghL1xcYkFib3J0Q29udHJvbGxlclxcYi8udGVzdChjb2RlKSB8fCBvd25Db250cm9sbGVyLnRlc3QoY29kZSkpIHJldHVybiBjb2RlXG4gIGlmIChjb21tb25Kcy50ZXN0KGNvZGUpICYmICFlc01vZHVsZS50ZXN0KGNvZGUpKSByZXR1cm4gYHZhciBBYm9ydENvbnRyb2xsZXIgPSByZXF1aXJlKCcke3NwZWNpZmllcn0nKS5BYm9ydENvbnRyb2xsZXI7JHtjb2RlfWBcbiAgcmV0dXJuIGBpbXBvcnQgeyBBYm9ydENvbnRyb2xsZXIgfSBmcm9tICcke3NwZWNpZmllcn0nOyR7Y29kZX1gXG59XG5cbi8qKiBUaGUgbW9kdWxlcyBvZiB0aGVzZSBwYWNrYWdlcywgaW4gd2hhdGV2ZXIgZm9sZGVycyBhIHBhY2thZ2UgbWFuYWdlciBoYXMgcHV0IHRoZW0uICovXG5mdW5jdGlvbiBtb2R1bGVzT2YocGFja2FnZXM6IHJlYWRvbmx5IHN0cmluZ1tdKTogUmVnRXhwIHtcbiAgY29uc3QgbmFtZXMgPSBwYWNrYWdlcy5tYXAoKG5hbWUpID0+IG5hbWUucmVwbGFjZSgvXFwuL2csICdcXFxcLicpLnJlcGxhY2UoL1xcLy9nLCAnW1xcXFxcXFxcL10nKSlcbiAgcmV0dXJuIG5ldyBSZWdFeHAoYFtcXFxcXFxcXC9dbm9kZV9tb2R1bGVzW1xcXFxcXFxcL10oPzoke25hbWVzLmpvaW4oJ3wnKX0pW1xcXFxcXFxcL11bXj9dKlxcXFwuW2NtXT9qcyg/OlxcXFw/fCQpYClcbn1cblxuLyoqIFRoZSBuZWlnaGJvdXIgb2YgdGhpcyBmaWxlOiBUeXBlU2NyaXB0IGhlcmUsIEphdmFTY3JpcHQgaW4gdGhlIHBhY2thZ2UuIFZpdGUncyBpZHMgaGF2ZSBzbGFzaGVzIG9ubHkuICovXG5mdW5jdGlvbiBhYm9ydENvbnRyb2xsZXJGaWxlKCk6IHN0cmluZyB7XG4gIGNvbnN0IGV4dGVuc2lvbiA9IGltcG9ydC5tZXRhLnVybC5lbmRzV2l0aCgnLnRzJykgPyAndHMnIDogJ2pzJ1xuICByZXR1cm4gZmlsZVVSTFRvUGF0aChuZXcgVVJMKGAuL2Fib3J0Q29udHJvbGxlci4ke2V4dGVuc2lvbn1gLCBpbXBvcnQubWV0YS51cmwpKS5yZXBsYWNlKC9cXFxcL2csICcvJylcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3RtcC93dC93YWl0cy9zaGFyZWRcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvc2hhcmVkL2FwcElkLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy90bXAvd3Qvd2FpdHMvc2hhcmVkL2FwcElkLnRzXCI7LyoqIFRoZSBmb3JtIG9mIGEgcmVhbCBtaW5pIHByb2dyYW0ncyBhcHAgaWQsIGFzIFdlQ2hhdCBnaXZlcyBpdC4gKi9cbmV4cG9ydCBmdW5jdGlvbiBpc0FwcElkKHRleHQ6IHN0cmluZyk6IGJvb2xlYW4ge1xuICByZXR1cm4gL153eFswLTlhLWZdezE2fSQvLnRlc3QodGV4dClcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGRcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL2NsaWVudFNldHRpbmdzLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL2NsaWVudFNldHRpbmdzLnRzXCI7LyoqIFdoYXQgYSBjbGllbnQgYnVpbGQgdGFrZXMgZnJvbSB0aGUgZW52aXJvbm1lbnQsIGAuZW52YCBhdCB0aGUgcmVwb3NpdG9yeSdzIHJvb3QgaW5jbHVkZWQ7IHB1cmUuICovXG5pbXBvcnQgeyBhZGRyZXNzUHJvYmxlbXMsIHBsYWNlaG9sZGVyQWRkcmVzcywgdGlkeUFkZHJlc3MgfSBmcm9tICcuLi8uLi9zaGFyZWQvYXBpQWRkcmVzcy50cydcbmltcG9ydCB7IGlzQXBwSWQgfSBmcm9tICcuLi8uLi9zaGFyZWQvYXBwSWQudHMnXG5pbXBvcnQgdHlwZSB7IFNlbnRlbmNlIH0gZnJvbSAnLi4vLi4vc2hhcmVkL3NlbnRlbmNlcy50cydcblxuZXhwb3J0IGludGVyZmFjZSBDbGllbnRTZXR0aW5ncyB7XG4gIC8qKiBUaGUgbWluaSBwcm9ncmFtJ3MgYXBwIGlkLCBmb3IgcHJvamVjdC5jb25maWcuanNvbi4gKi9cbiAgYXBwSWQ6IHN0cmluZ1xuICAvKiogV2hhdCBzdGFuZHMgaW4gcGxhY2Ugb2YgYGltcG9ydC5tZXRhLmVudi5WSVRFX1x1MjAyNmAuICovXG4gIHZhbHVlczogeyBWSVRFX0FQSV9VUkw6IHN0cmluZzsgVklURV9BUElfVVJMX1RSSUFMOiBzdHJpbmc7IFZJVEVfU0FOREJPWDogYm9vbGVhbiB9XG4gIC8qKiBUaGUgQVBJIGFzIHRoZSBINSBkZXZlbG9wbWVudCBzZXJ2ZXIgcmVhY2hlcyBpdC4gKi9cbiAgcHJveHlUYXJnZXQ6IHN0cmluZ1xuICAvKiogUGxhaW4gc2VudGVuY2VzIGZvciB0aGUgcGVyc29uIHdobyBidWlsZHMsIGVhY2ggaW4gYm90aCBsYW5ndWFnZXMuICovXG4gIHdhcm5pbmdzOiBzdHJpbmdbXVxufVxuXG5pbnRlcmZhY2UgV2hlcmUge1xuICAvKiogdW5pLWFwcCdzIHBsYXRmb3JtOiBgbXAtd2VpeGluYCwgYGg1YC4gKi9cbiAgcGxhdGZvcm06IHN0cmluZ1xuICAvKiogVml0ZSdzIG1vZGU7IG9ubHkgYGRldmVsb3BtZW50YCBhbmQgYHRlc3RgIG1heSBzcGVhayB0byB0aGUgc2FuZGJveC4gKi9cbiAgbW9kZTogc3RyaW5nXG4gIGVudjogUmVhZG9ubHk8UmVjb3JkPHN0cmluZywgc3RyaW5nIHwgdW5kZWZpbmVkPj5cbn1cblxuLyoqIERldlRvb2xzJyBvd24gYXBwIGlkIGZvciBwZW9wbGUgd2hvIGhhdmUgbm9uZS4gKi9cbmNvbnN0IHRvdXJpc3QgPSAndG91cmlzdGFwcGlkJ1xuXG5leHBvcnQgZnVuY3Rpb24gY2xpZW50U2V0dGluZ3MoeyBwbGF0Zm9ybSwgbW9kZSwgZW52IH06IFdoZXJlKTogQ2xpZW50U2V0dGluZ3Mge1xuICBjb25zdCBpc1B1Ymxpc2hlZCA9ICFpc0RldmVsb3BlcnNNb2RlKG1vZGUpXG4gIGNvbnN0IGdpdmVuID0gdGlkeUFkZHJlc3MoZW52LlZJVEVfQVBJX1VSTCA/PyAnJylcbiAgY29uc3QgbG9jYWwgPSBnaXZlbiB8fCBgaHR0cDovLzEyNy4wLjAuMToke2Vudi5QT1JUIHx8ICczMDAwJ31gXG4gIGNvbnN0IHZhbHVlcyA9IHtcbiAgICBWSVRFX0FQSV9VUkw6IGlzUHVibGlzaGVkID8gZ2l2ZW4gfHwgcGxhY2Vob2xkZXJBZGRyZXNzIDogcGxhdGZvcm0gPT09ICdoNScgPyAnJyA6IGxvY2FsLFxuICAgIFZJVEVfQVBJX1VSTF9UUklBTDogdGlkeUFkZHJlc3MoZW52LlZJVEVfQVBJX1VSTF9UUklBTCA/PyAnJyksXG4gICAgVklURV9TQU5EQk9YOiAhaXNQdWJsaXNoZWQgJiYgd2FudHNTYW5kYm94KHBsYXRmb3JtLCBlbnYuVklURV9TQU5EQk9YKSxcbiAgfVxuICBjb25zdCBhcHBJZCA9IGVudi5WSVRFX0FQUF9JRD8udHJpbSgpIHx8IHRvdXJpc3RcbiAgY29uc3Qgd2FybmluZ3MgPSBbLi4uYXBwSWRQcm9ibGVtcyhhcHBJZCksIC4uLihpc1B1Ymxpc2hlZCA/IHB1Ymxpc2hlZFByb2JsZW1zKHZhbHVlcywgZW52LlZJVEVfU0FOREJPWCkgOiBbXSldXG4gIHJldHVybiB7IGFwcElkLCB2YWx1ZXMsIHByb3h5VGFyZ2V0OiBsb2NhbCwgd2FybmluZ3M6IHdhcm5pbmdzLm1hcCgoeyBlbiwgemggfSkgPT4gYCR7ZW59IC8gJHt6aH1gKSB9XG59XG5cbi8qKiBEZXZlbG9wbWVudCBhbmQgdGVzdHM6IHRoZSBzYW5kYm94IGlzIG9wZW4sIFdlQ2hhdCdzIGRvbWFpbiBjaGVjayBpcyBvZmYuIEFueXRoaW5nIGVsc2UgbWF5IGJlIHB1Ymxpc2hlZC4gKi9cbmV4cG9ydCBmdW5jdGlvbiBpc0RldmVsb3BlcnNNb2RlKG1vZGU6IHN0cmluZyk6IGJvb2xlYW4ge1xuICByZXR1cm4gbW9kZSA9PT0gJ2RldmVsb3BtZW50JyB8fCBtb2RlID09PSAndGVzdCdcbn1cblxuLyoqIEEgYnJvd3NlciBoYXMgbm8gYHd4LmxvZ2luYCwgc28gdGhlIEg1IHByZXZpZXcgYXNrcyB0aGUgc2FuZGJveCBmb3IgY29kZXMgdW5sZXNzIHRvbGQgb3RoZXJ3aXNlLiAqL1xuZnVuY3Rpb24gd2FudHNTYW5kYm94KHBsYXRmb3JtOiBzdHJpbmcsIGFza2VkOiBzdHJpbmcgfCB1bmRlZmluZWQpOiBib29sZWFuIHtcbiAgaWYgKCFhc2tlZCkgcmV0dXJuIHBsYXRmb3JtID09PSAnaDUnXG4gIHJldHVybiBhc2tlZCA9PT0gJzEnIHx8IGFza2VkID09PSAndHJ1ZSdcbn1cblxuZnVuY3Rpb24gYXBwSWRQcm9ibGVtcyhhcHBJZDogc3RyaW5nKTogU2VudGVuY2VbXSB7XG4gIGlmIChhcHBJZCA9PT0gdG91cmlzdCB8fCBpc0FwcElkKGFwcElkKSkgcmV0dXJuIFtdXG4gIHJldHVybiBbe1xuICAgIGVuOiAnVklURV9BUFBfSUQgaXMgbm90IGEgbWluaSBwcm9ncmFtXFwncyBhcHAgaWQ6IGl0IGJlZ2lucyB3aXRoIHd4LCBzaXh0ZWVuIGNoYXJhY3RlcnMgb2YgMC05IGFuZCBhLWYgZm9sbG93JyxcbiAgICB6aDogJ1ZJVEVfQVBQX0lEIFx1NEUwRFx1NjYyRlx1NUMwRlx1N0EwQlx1NUU4Rlx1NzY4NCBBcHBJRFx1RkYxQVx1NUU5NFx1NEUzQSB3eCBcdTUyQTAgMTYgXHU0RjREIDAtOVx1MzAwMWEtZicsXG4gIH1dXG59XG5cbmNvbnN0IHNhbmRib3hJZ25vcmVkOiBTZW50ZW5jZSA9IHtcbiAgZW46ICdWSVRFX1NBTkRCT1ggaXMgaWdub3JlZDogdGhpcyBidWlsZCBtYXkgYmUgcHVibGlzaGVkJyxcbiAgemg6ICdWSVRFX1NBTkRCT1ggXHU1REYyXHU1RkZEXHU3NTY1XHVGRjFBXHU4RkQ5XHU2QjIxXHU2Nzg0XHU1RUZBXHU1M0VGXHU4MEZEXHU0RjFBXHU1M0QxXHU1RTAzJyxcbn1cblxuZnVuY3Rpb24gcHVibGlzaGVkUHJvYmxlbXModmFsdWVzOiBDbGllbnRTZXR0aW5nc1sndmFsdWVzJ10sIHNhbmRib3g6IHN0cmluZyB8IHVuZGVmaW5lZCk6IFNlbnRlbmNlW10ge1xuICBjb25zdCB0cmlhbCA9IHZhbHVlcy5WSVRFX0FQSV9VUkxfVFJJQUxcbiAgcmV0dXJuIFtcbiAgICAuLi5hZGRyZXNzUHJvYmxlbXMoJ1ZJVEVfQVBJX1VSTCcsIHZhbHVlcy5WSVRFX0FQSV9VUkwpLFxuICAgIC4uLih0cmlhbCA/IGFkZHJlc3NQcm9ibGVtcygnVklURV9BUElfVVJMX1RSSUFMJywgdHJpYWwpIDogW10pLFxuICAgIC4uLihzYW5kYm94ID09PSAnMScgfHwgc2FuZGJveCA9PT0gJ3RydWUnID8gW3NhbmRib3hJZ25vcmVkXSA6IFtdKSxcbiAgXVxufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZFwiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGQvY2xvc2VkRGlzay50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC9jbG9zZWREaXNrLnRzXCI7LyoqXG4gKiBWaXRlIHBsdWdpbjogdGhlIEg1IGRldmVsb3BtZW50IHNlcnZlciBoYW5kcyBvdXQgdGhlIGNsaWVudCdzIGZpbGVzIGFuZCBwYWNrYWdlcywgbm90aGluZyBlbHNlIG9mIHRoaXMgZGlzaywgYW5kIHRvXG4gKiBub2JvZHkgYnV0IGl0cyBvd24gcGFnZXMuIFZpdGUganVkZ2VzIHBsYWluIGZpbGVzIGFuZCB0aGUgSG9zdCBvZiByZXF1ZXN0czsgaGVyZSBzdGFuZHMgd2hhdCBpdCBsZWF2ZXMgb3Blbi5cbiAqL1xuaW1wb3J0IHsgZXhpc3RzU3luYyB9IGZyb20gJ25vZGU6ZnMnXG5pbXBvcnQgdHlwZSB7IEluY29taW5nTWVzc2FnZSB9IGZyb20gJ25vZGU6aHR0cCdcbmltcG9ydCB7IGlzSVAgfSBmcm9tICdub2RlOm5ldCdcbmltcG9ydCB7IGlzRmlsZUxvYWRpbmdBbGxvd2VkLCB0eXBlIFBsdWdpbiwgdHlwZSBWaXRlRGV2U2VydmVyIH0gZnJvbSAndml0ZSdcblxuZXhwb3J0IGZ1bmN0aW9uIGNsb3NlZERpc2soKTogUGx1Z2luIHtcbiAgbGV0IHNlcnZlcjogVml0ZURldlNlcnZlciB8IHVuZGVmaW5lZFxuICByZXR1cm4ge1xuICAgIG5hbWU6ICdjbG9zZWQtZGlzaycsXG4gICAgYXBwbHk6ICdzZXJ2ZScsXG4gICAgZW5mb3JjZTogJ3ByZScsXG4gICAgY29uZmlndXJlU2VydmVyKGNyZWF0ZWQpIHtcbiAgICAgIHNlcnZlciA9IGNyZWF0ZWRcbiAgICAgIGNyZWF0ZWQubWlkZGxld2FyZXMudXNlKChyZXF1ZXN0LCByZXNwb25zZSwgbmV4dCkgPT4ge1xuICAgICAgICBpZiAoaXNQbGFpbihyZXF1ZXN0LnVybCkgJiYgaXNGcm9tT3duUGFnZShyZXF1ZXN0KSAmJiAhb3BlbnNFZGl0b3IocmVxdWVzdC51cmwpKSByZXR1cm4gbmV4dCgpXG4gICAgICAgIHJlc3BvbnNlLnN0YXR1c0NvZGUgPSA0MDNcbiAgICAgICAgcmVzcG9uc2UuZW5kKCdOb3QgYSBmaWxlIG9mIHRoZSBjbGllbnQuJylcbiAgICAgIH0pXG4gICAgICBjcmVhdGVkLmh0dHBTZXJ2ZXI/LnByZXBlbmRMaXN0ZW5lcigndXBncmFkZScsIChyZXF1ZXN0OiBJbmNvbWluZ01lc3NhZ2UsIHNvY2tldCkgPT4ge1xuICAgICAgICBpZiAoaXNQbGFpbihyZXF1ZXN0LnVybCkgJiYgaXNPd25Ib3N0KHJlcXVlc3QsIGNyZWF0ZWQpICYmIGlzRnJvbU93blBhZ2UocmVxdWVzdCkpIHJldHVyblxuICAgICAgICAvLyBUaGUgbGlzdGVuZXJzIG9mIHZpdGUgYW5kIGl0cyBwcm94eSBydW4gYWxsIHRoZSBzYW1lOiBub25lIG9mIHRoZW0ga25vd3MgdGhpcyBhZGRyZXNzLlxuICAgICAgICByZXF1ZXN0LnVybCA9ICcvcmVmdXNlZCdcbiAgICAgICAgc29ja2V0LmVuZCgnSFRUUC8xLjEgNDAzIEZvcmJpZGRlblxcclxcbkNvbm5lY3Rpb246IGNsb3NlXFxyXFxuXFxyXFxuJylcbiAgICAgIH0pXG4gICAgfSxcbiAgICBsb2FkOiB7XG4gICAgICBvcmRlcjogJ3ByZScsXG4gICAgICAvLyBPdGhlciBwbHVnaW5zIHJlYWQgd2hhdGV2ZXIgZmlsZSBhbiBhZGRyZXNzIG5hbWVzLCBgP3Z1ZSZzcmNgIGZvciBvbmUsIGJlZm9yZSB2aXRlIGp1ZGdlcyBpdC5cbiAgICAgIGhhbmRsZXIoaWQpIHtcbiAgICAgICAgY29uc3QgZmlsZSA9IGlkLnJlcGxhY2UoL1s/I10uKiQvcywgJycpLnJlcGxhY2UoL15cXC9AZnMoPz1cXC8pLywgJycpLnJlcGxhY2UoL15cXC8oPz1bYS16XTopL2ksICcnKVxuICAgICAgICBpZiAoIXNlcnZlciB8fCAhZXhpc3RzU3luYyhmaWxlKSB8fCBpc0ZpbGVMb2FkaW5nQWxsb3dlZChzZXJ2ZXIsIGZpbGUpKSByZXR1cm5cbiAgICAgICAgdGhyb3cgbmV3IEVycm9yKCdOb3QgYSBmaWxlIG9mIHRoZSBjbGllbnQuJylcbiAgICAgIH0sXG4gICAgfSxcbiAgfVxufVxuXG4vKiogQSBwYXRoIHRoYXQgbWVhbnMgdGhlIHNhbWUgdG8gZXZlcnlib2R5IHdobyByZWFkcyBpdDsgdml0ZSdzIG1hcCBvZiBhIHBhY2thZ2UncyBzb3VyY2VzIGNsaW1icyBieSBgLi5gLCBmb3Igb25lLiAqL1xuZnVuY3Rpb24gaXNQbGFpbih0YXJnZXQgPSAnJyk6IGJvb2xlYW4ge1xuICBjb25zdCBwYXRoID0gZGVjb2RlZCh0YXJnZXQucmVwbGFjZSgvXFw/LiokL3MsICcnKSlcbiAgcmV0dXJuIHBhdGggIT09IG51bGwgJiYgL15cXC8oPyFcXC8pLy50ZXN0KHBhdGgpICYmICEvWyNcXFxcXFwwXS8udGVzdChwYXRoKSAmJiAhcGF0aC5zcGxpdCgnLycpLmluY2x1ZGVzKCcuLicpXG59XG5cbmZ1bmN0aW9uIGRlY29kZWQocGF0aDogc3RyaW5nKTogc3RyaW5nIHwgbnVsbCB7XG4gIHRyeSB7XG4gICAgcmV0dXJuIGRlY29kZVVSSUNvbXBvbmVudChwYXRoKVxuICB9IGNhdGNoIHtcbiAgICByZXR1cm4gbnVsbFxuICB9XG59XG5cbi8qKiBCcm93c2VycyBuYW1lIHRoZSBwYWdlIHRoYXQgYXNrcywgZXhjZXB0IGZvciB3aGF0IG9ubHkgaXRzIG93biBwYWdlIGNhbiByZWFkLiAqL1xuZnVuY3Rpb24gaXNGcm9tT3duUGFnZSh7IGhlYWRlcnM6IHsgb3JpZ2luLCBob3N0IH0gfTogSW5jb21pbmdNZXNzYWdlKTogYm9vbGVhbiB7XG4gIHJldHVybiBvcmlnaW4gPT09IHVuZGVmaW5lZCB8fCAoVVJMLmNhblBhcnNlKG9yaWdpbikgJiYgbmV3IFVSTChvcmlnaW4pLmhvc3QgPT09IGhvc3QpXG59XG5cbi8qKiBBcyB2aXRlIGp1ZGdlcyByZXF1ZXN0czsgaXQgbGV0cyBldmVyeSBIb3N0IGhhdmUgYSBzb2NrZXQgdGhhdCBnb2VzIHRvIHRoZSBBUEkuICovXG5mdW5jdGlvbiBpc093bkhvc3QoeyBoZWFkZXJzOiB7IGhvc3QgPSAnJyB9IH06IEluY29taW5nTWVzc2FnZSwgeyBjb25maWcgfTogVml0ZURldlNlcnZlcik6IGJvb2xlYW4ge1xuICBjb25zdCB1cmwgPSBgaHR0cDovLyR7aG9zdH1gXG4gIGlmICghVVJMLmNhblBhcnNlKHVybCkpIHJldHVybiBmYWxzZVxuICBjb25zdCB7IGhvc3RuYW1lIH0gPSBuZXcgVVJMKHVybClcbiAgY29uc3QgeyBob3N0OiBvd24sIGFsbG93ZWRIb3N0cyB9ID0gY29uZmlnLnNlcnZlclxuICBjb25zdCBuYW1lZDogcmVhZG9ubHkgdW5rbm93bltdID0gWydsb2NhbGhvc3QnLCBvd24sIC4uLihBcnJheS5pc0FycmF5KGFsbG93ZWRIb3N0cykgPyBhbGxvd2VkSG9zdHMgOiBbXSldXG4gIHJldHVybiBuYW1lZC5pbmNsdWRlcyhob3N0bmFtZSkgfHwgaXNJUChob3N0bmFtZS5yZXBsYWNlKC9eXFxbfFxcXSQvZywgJycpKSAhPT0gMFxufVxuXG4vKiogQW55IHBhZ2UsIGFuZCB3aXRoIGAtLWxhbmAgYW55Ym9keSBuZWFyIGJ5LCBjb3VsZCBvcGVuIGZpbGVzIGluIHRoaXMgbWFjaGluZSdzIGVkaXRvciBieSBpdC4gKi9cbmZ1bmN0aW9uIG9wZW5zRWRpdG9yKHRhcmdldCA9ICcnKTogYm9vbGVhbiB7XG4gIHJldHVybiAvXlxcL19fb3Blbi1pbi1lZGl0b3IvaS50ZXN0KGRlY29kZWQodGFyZ2V0KSA/PyAnJylcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGRcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL2Zld2VyRmlsZXMudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGQvZmV3ZXJGaWxlcy50c1wiOy8qKlxuICogVml0ZSBwbHVnaW4gZm9yIG1pbmkgcHJvZ3JhbXM6IHVuaS1hcHAgbWFrZXMgYSBmaWxlIG9mIGV2ZXJ5IG1vZHVsZSwgYW5kIHNpeHR5IHNtYWxsIGZpbGVzIHdlaWdoIGEgcXVhcnRlciBtb3JlIHRoYW4gYVxuICogZmV3LCBmb3IgZWFjaCBpcyBjb21wcmVzc2VkIGFuZCByZXF1aXJlZCBieSBpdHNlbGYuIFdoYXQgYWxsIHBhZ2VzIHNoYXJlIGdvZXMgdG8gdW5pLWFwcCdzIHZlbmRvciBmaWxlLCB3aGF0IG9uZSBwYWdlXG4gKiBoYXMgZm9yIGl0c2VsZiBnb2VzIGludG8gdGhlIHBhZ2UuXG4gKi9cbmltcG9ydCB7IHJlbGF0aXZlIH0gZnJvbSAnbm9kZTpwYXRoJ1xuaW1wb3J0IHR5cGUgeyBQbHVnaW4gfSBmcm9tICd2aXRlJ1xuaW1wb3J0IHsgaXNEZXZlbG9wZXJzTW9kZSB9IGZyb20gJy4vY2xpZW50U2V0dGluZ3MudHMnXG5pbXBvcnQgeyBjbGllbnREaXIsIHJlcG9zaXRvcnkgfSBmcm9tICcuL3JlcG9zaXRvcnkudHMnXG5cbmNvbnN0IHNoYXJlZCA9ICdjb21tb24vdmVuZG9yJ1xuXG4vKiogQHBhcmFtIG1vZGUgdml0ZSdzOiBkZXZlbG9wZXJzIGtlZXAgYSBmaWxlIGZvciBlYWNoIG1vZHVsZSwgd2hpY2ggaXMgZWFzaWVyIHRvIHJlYWQgaW4gRGV2VG9vbHMgKi9cbmV4cG9ydCBmdW5jdGlvbiBmZXdlckZpbGVzKG1vZGU6IHN0cmluZyk6IFBsdWdpbiB7XG4gIHJldHVybiB7XG4gICAgbmFtZTogJ2Zld2VyLWZpbGVzJyxcbiAgICBvdXRwdXRPcHRpb25zKG9wdGlvbnMpIHtcbiAgICAgIGNvbnN0IHsgbWFudWFsQ2h1bmtzIH0gPSBvcHRpb25zXG4gICAgICBpZiAoaXNEZXZlbG9wZXJzTW9kZShtb2RlKSB8fCB0eXBlb2YgbWFudWFsQ2h1bmtzICE9PSAnZnVuY3Rpb24nKSByZXR1cm4gbnVsbFxuICAgICAgcmV0dXJuIHsgLi4ub3B0aW9ucywgbWFudWFsQ2h1bmtzOiAoaWQsIG1ldGEpID0+IGNodW5rT2YoaWQsIG1hbnVhbENodW5rcy5jYWxsKHRoaXMsIGlkLCBtZXRhKSA/PyB1bmRlZmluZWQpIH1cbiAgICB9LFxuICB9XG59XG5cbi8qKlxuICogVGhlIGZpbGUgYSBtb2R1bGUgZ29lcyB0bzsgdW5kZWZpbmVkIGxlYXZlcyBpdCB3aXRoIGl0cyBpbXBvcnRlci5cbiAqXG4gKiBAcGFyYW0gY2hvc2VuIHdoYXQgdW5pLWFwcCB3b3VsZCBoYXZlIGRvbmUgd2l0aCBpdFxuICovXG5leHBvcnQgZnVuY3Rpb24gY2h1bmtPZihpZDogc3RyaW5nLCBjaG9zZW46IHN0cmluZyB8IG51bGwgfCB1bmRlZmluZWQpOiBzdHJpbmcgfCB1bmRlZmluZWQge1xuICBpZiAoIWNob3NlbikgcmV0dXJuIHVuZGVmaW5lZFxuICBjb25zdCBwYXRoID0gcmVsYXRpdmUocmVwb3NpdG9yeSwgaWQuc3BsaXQoJz8nKVswXSA/PyBpZCkucmVwbGFjZUFsbCgnXFxcXCcsICcvJylcbiAgY29uc3QgZm9sZGVyID0gcmVsYXRpdmUocmVwb3NpdG9yeSwgY2xpZW50RGlyKS5yZXBsYWNlQWxsKCdcXFxcJywgJy8nKVxuICBpZiAocGF0aC5zdGFydHNXaXRoKGAke2ZvbGRlcn0vcGFnZXMvYCkpIHJldHVybiBwYXRoLnNwbGl0KCcvJykubGVuZ3RoID4gMyA/IHVuZGVmaW5lZCA6IHNoYXJlZFxuICByZXR1cm4gcGF0aC5zdGFydHNXaXRoKGAke2ZvbGRlcn0vYCkgfHwgcGF0aC5zdGFydHNXaXRoKCdzaGFyZWQvJykgPyBzaGFyZWQgOiBjaG9zZW5cbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGRcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL2ZyZXNoUGFnZXMudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGQvZnJlc2hQYWdlcy50c1wiOy8qKlxuICogVml0ZSBwbHVnaW46IGEgd2F0Y2ggYnVpbGQgcmVhZHMgZXZlcnkgLnZ1ZSBmaWxlIGFuZXcuIFJvbGx1cCB0YWtlcyBhbiB1bmNoYW5nZWQgb25lIGZyb20gaXRzIGNhY2hlIGFuZCwgd2hlcmUgYW4gaW1wb3J0XG4gKiBoYWQgZmFpbGVkIGFuZCB3YXMgcHV0IGJhY2ssIHRoYXQgbGVhdmVzIHVuaS1hcHAgd2l0aCB3aGF0IGl0IHJlbWVtYmVycyBvZiB0aGUgYnJva2VuIHBhZ2UuXG4gKi9cbmltcG9ydCB0eXBlIHsgUGx1Z2luIH0gZnJvbSAndml0ZSdcblxuZXhwb3J0IGZ1bmN0aW9uIGZyZXNoUGFnZXMoKTogUGx1Z2luIHtcbiAgcmV0dXJuIHtcbiAgICBuYW1lOiAnZnJlc2gtcGFnZXMnLFxuICAgIC8vIEZpcnN0IG9mIGFsbDogd2hvZXZlciBhbnN3ZXJzIGZpcnN0IGRlY2lkZXMuXG4gICAgc2hvdWxkVHJhbnNmb3JtQ2FjaGVkTW9kdWxlOiB7IG9yZGVyOiAncHJlJywgaGFuZGxlcjogKHsgaWQgfSkgPT4gL1xcLnZ1ZSg/OlxcP3wkKS8udGVzdChpZCkgfHwgbnVsbCB9LFxuICB9XG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC9sZWFuVnVlLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL2xlYW5WdWUudHNcIjsvKipcbiAqIFZpdGUgcGx1Z2luIGZvciBtaW5pIHByb2dyYW1zOiBsZWF2ZXMgVnVlJ3MgT3B0aW9ucyBBUEkgb3V0IHdoZXJlIG5vIGNvbXBvbmVudCB1c2VzIGl0LCB3aGljaCBpcyBhIHR3ZW50aWV0aCBvZiB0aGVcbiAqIHdob2xlIHByb2dyYW0uIFBhZ2VzIG9mIGA8c2NyaXB0IHNldHVwPmAgYWxvbmUgbmVlZCBub25lIG9mIGl0OyB0aGUgZmlyc3QgY29tcG9uZW50IHdpdGggb3B0aW9ucyBicmluZ3MgaXQgYmFjay5cbiAqIGh0dHBzOi8vdnVlanMub3JnL2FwaS9jb21waWxlLXRpbWUtZmxhZ3MuaHRtbFxuICovXG5pbXBvcnQgdHlwZSB7IFBsdWdpbiB9IGZyb20gJ3ZpdGUnXG5cbi8qKiBTdGFuZHMgaW4gdGhlIGNvZGUgdW50aWwgYWxsIGNvbXBvbmVudHMgYXJlIGtub3duLiAqL1xuY29uc3QgZmxhZyA9ICdfX1VTRVNfT1BUSU9OU19BUElfXydcbmNvbnN0IHNjcmlwdHMgPSAvPHNjcmlwdFxcYihbXj5dKik+KFtcXHNcXFNdKj8pPFxcL3NjcmlwdD4vZ1xuY29uc3QgcnVudGltZXMgPSAvbm9kZV9tb2R1bGVzXFwvKEBkY2xvdWRpb3xAdnVlfHZ1ZSlcXC8vXG5cbmV4cG9ydCBmdW5jdGlvbiBsZWFuVnVlKCk6IFBsdWdpbiB7XG4gIGNvbnN0IHVzZXJzID0gbmV3IFNldDxzdHJpbmc+KClcbiAgcmV0dXJuIHtcbiAgICBuYW1lOiAnbGVhbi12dWUnLFxuICAgIGVuZm9yY2U6ICdwcmUnLFxuICAgIGNvbmZpZzogKCkgPT4gKHsgZGVmaW5lOiB7IF9fVlVFX09QVElPTlNfQVBJX186IGZsYWcgfSB9KSxcbiAgICB0cmFuc2Zvcm0oY29kZSwgaWQpIHtcbiAgICAgIGNvbnN0IHBhdGggPSBpZC5yZXBsYWNlQWxsKCdcXFxcJywgJy8nKVxuICAgICAgaWYgKCFydW50aW1lcy50ZXN0KHBhdGgpICYmIHVzZXNPcHRpb25zQXBpKGNvZGUsIHBhdGgpKSB1c2Vycy5hZGQoaWQpXG4gICAgICBlbHNlIHVzZXJzLmRlbGV0ZShpZClcbiAgICAgIHJldHVybiBudWxsXG4gICAgfSxcbiAgICByZW5kZXJDaHVuazogKGNvZGUpID0+IChjb2RlLmluY2x1ZGVzKGZsYWcpID8geyBjb2RlOiBjb2RlLnJlcGxhY2VBbGwoZmxhZywgU3RyaW5nKHVzZXJzLnNpemUgPiAwKSksIG1hcDogbnVsbCB9IDogbnVsbCksXG4gIH1cbn1cblxuLyoqIFdoZXRoZXIgYSBtb2R1bGUgbWF5IGhvbGQgYSBjb21wb25lbnQgd2l0aCBvcHRpb25zOyBzb29uZXIgeWVzIHRoYW4gbm8uICovXG5leHBvcnQgZnVuY3Rpb24gdXNlc09wdGlvbnNBcGkoY29kZTogc3RyaW5nLCBwYXRoOiBzdHJpbmcpOiBib29sZWFuIHtcbiAgaWYgKCFwYXRoLmVuZHNXaXRoKCcudnVlJykpIHJldHVybiAvXFxiZGVmaW5lQ29tcG9uZW50XFxzKlxcKHxcXC5taXhpblxccypcXCgvLnRlc3QoY29kZSlcbiAgcmV0dXJuIFsuLi5jb2RlLm1hdGNoQWxsKHNjcmlwdHMpXS5zb21lKChbLCBhdHRyaWJ1dGVzID0gJycsIHNjcmlwdCA9ICcnXSkgPT4gIS9cXGJzZXR1cFxcYi8udGVzdChhdHRyaWJ1dGVzKSAmJiAvZXhwb3J0XFxzK2RlZmF1bHQvLnRlc3Qoc2NyaXB0KSlcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGRcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL29yaWdpbnMudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGQvb3JpZ2lucy50c1wiOy8qKiBWaXRlIHBsdWdpbjogbm90ZXMgb2YgZWFjaCBzY3JpcHQgb2YgYSBidWlsZCBmcm9tIHdoaWNoIHJvb20gb2Ygb3Vycywgb3IgZnJvbSB3aGljaCBwYWNrYWdlLCBob3cgbXVjaCBvZiBpdCBjb21lcy4gKi9cbmltcG9ydCB7IHdyaXRlRmlsZVN5bmMgfSBmcm9tICdub2RlOmZzJ1xuaW1wb3J0IHsgcmVsYXRpdmUgfSBmcm9tICdub2RlOnBhdGgnXG5pbXBvcnQgeyB6IH0gZnJvbSAnem9kJ1xuaW1wb3J0IHR5cGUgeyBQbHVnaW4gfSBmcm9tICd2aXRlJ1xuaW1wb3J0IHsgcmVwb3NpdG9yeSB9IGZyb20gJy4vcmVwb3NpdG9yeS50cydcblxuLyoqIEZpbGUgbmFtZSAtPiByb29tIG9yIHBhY2thZ2UgLT4gY2hhcmFjdGVycyBiZWZvcmUgdGhleSBhcmUgbWluaWZpZWQuICovXG5leHBvcnQgY29uc3Qgb3JpZ2luc1NjaGVtYSA9IHoucmVjb3JkKHouc3RyaW5nKCksIHoucmVjb3JkKHouc3RyaW5nKCksIHoubnVtYmVyKCkpKVxuXG5leHBvcnQgdHlwZSBPcmlnaW5zID0gei5pbmZlcjx0eXBlb2Ygb3JpZ2luc1NjaGVtYT5cblxuLyoqIEBwYXJhbSBmaWxlIHdoZXJlIHRoZSBub3RlIGdvZXMsIGFzIEpTT04gKi9cbmV4cG9ydCBmdW5jdGlvbiBvcmlnaW5zKGZpbGU6IHN0cmluZyk6IFBsdWdpbiB7XG4gIHJldHVybiB7XG4gICAgbmFtZTogJ29yaWdpbnMnLFxuICAgIGdlbmVyYXRlQnVuZGxlKF9vcHRpb25zLCBidW5kbGUpIHtcbiAgICAgIGNvbnN0IGZvdW5kOiBPcmlnaW5zID0ge31cbiAgICAgIGZvciAoY29uc3Qgb3V0cHV0IG9mIE9iamVjdC52YWx1ZXMoYnVuZGxlKSkge1xuICAgICAgICBpZiAob3V0cHV0LnR5cGUgIT09ICdjaHVuaycpIGNvbnRpbnVlXG4gICAgICAgIGNvbnN0IHJvb21zOiBSZWNvcmQ8c3RyaW5nLCBudW1iZXI+ID0ge31cbiAgICAgICAgZm9yIChjb25zdCBbaWQsIHsgcmVuZGVyZWRMZW5ndGggfV0gb2YgT2JqZWN0LmVudHJpZXMob3V0cHV0Lm1vZHVsZXMpKSB7XG4gICAgICAgICAgY29uc3Qgcm9vbSA9IHJvb21PZihpZClcbiAgICAgICAgICByb29tc1tyb29tXSA9IChyb29tc1tyb29tXSA/PyAwKSArIHJlbmRlcmVkTGVuZ3RoXG4gICAgICAgIH1cbiAgICAgICAgZm91bmRbb3V0cHV0LmZpbGVOYW1lXSA9IHJvb21zXG4gICAgICB9XG4gICAgICB3cml0ZUZpbGVTeW5jKGZpbGUsIEpTT04uc3RyaW5naWZ5KGZvdW5kKSlcbiAgICB9LFxuICB9XG59XG5cbi8qKiBgY2xpZW50L3BhZ2VzL21lYCwgYHNoYXJlZGAsIGBAdHJwYy9jbGllbnRgLCBcdTIwMjYgb2YgYSBtb2R1bGUncyBpZCBhcyByb2xsdXAgaGFzIGl0LiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHJvb21PZihpZDogc3RyaW5nKTogc3RyaW5nIHtcbiAgY29uc3QgcGF0aCA9IChpZC5yZXBsYWNlKC9eXFwwLywgJycpLnNwbGl0KCc/JylbMF0gPz8gJycpLnJlcGxhY2VBbGwoJ1xcXFwnLCAnLycpXG4gIGNvbnN0IFssIHNjb3BlZF0gPSAvLipcXC9ub2RlX21vZHVsZXNcXC8oKD86QFteL10rXFwvKT9bXi9dKykvLmV4ZWMocGF0aCkgPz8gW11cbiAgaWYgKHNjb3BlZCkgcmV0dXJuIHNjb3BlZFxuICBjb25zdCBvd24gPSByZWxhdGl2ZShyZXBvc2l0b3J5LCBwYXRoKS5yZXBsYWNlQWxsKCdcXFxcJywgJy8nKVxuICBpZiAoIS9eKD86Y2xpZW50fHNlcnZlcnxzaGFyZWQpXFwvLy50ZXN0KG93bikpIHJldHVybiAnYnVpbGQgdG9vbHMnXG4gIHJldHVybiBvd24uc3BsaXQoJy8nKS5zbGljZSgwLCAtMSkuam9pbignLycpXG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC9waG9uZUJ1aWxkLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL3Bob25lQnVpbGQudHNcIjsvKiogSG93IHNjcmlwdHMgYXJlIHdyaXR0ZW4gZm9yIHBob25lczogdGhvc2Ugb2YgdGhlIG1pbmkgcHJvZ3JhbSwgYW5kIHdoYXQgaXRzIHBhcnRzIGFyZSB3ZWlnaGVkIGJ5LiAqL1xuaW1wb3J0IHR5cGUgeyBCdWlsZE9wdGlvbnMgfSBmcm9tICd2aXRlJ1xuXG4vKipcbiAqIFdlQ2hhdCBhZGRzIGZ1bmN0aW9ucyB0aGF0IGFuIG9sZCBwaG9uZSBsYWNrcywgbmV2ZXIgc3ludGF4LiBFUzIwMTggaXMgcmVhZCBieSBpT1MgMTIgYW5kIENocm9tZSA2NDsgYmFzZSBsaWJyYXJpZXNcbiAqIGZyb20gMi4zMC4wIG9uIHJ1biBvbiBpT1MgMTMgYW5kIENocm9tZSA4NiBvciBuZXdlciAobnBtIGBtaW5pcHJvZ3JhbS1jb21wYXRgKS4gRVMyMDE1IHdvdWxkIHdlaWdoIG1vcmUsIGFuZCB0dXJuIGFzeW5jXG4gKiBmdW5jdGlvbnMgaW50byBnZW5lcmF0b3JzLCB3aGljaCBiYXNlIGxpYnJhcmllcyBiZWZvcmUgMi4xNy4xIHJ1biB3cm9uZ2x5LlxuICogaHR0cHM6Ly9naXRodWIuY29tL3dlY2hhdC1taW5pcHJvZ3JhbS9taW5pcHJvZ3JhbS1jb21wYXQvaXNzdWVzLzJcbiAqL1xuZXhwb3J0IGNvbnN0IHBob25lQnVpbGQgPSB7XG4gIHRhcmdldDogJ2VzMjAxOCcsXG4gIG1pbmlmeTogJ3RlcnNlcicsXG4gIC8vIE1vcmUgcGFzc2VzIHNhdmUgMzUwIGJ5dGVzOyB3aGF0IFNhZmFyaSAxMCBuZWVkcywgMTAwOiBXZUNoYXQgcnVucyBvbiBubyBpT1MgdGhhdCBvbGQuXG4gIHRlcnNlck9wdGlvbnM6IHsgZWNtYTogMjAxOCwgc2FmYXJpMTA6IGZhbHNlLCBjb21wcmVzczogeyBwYXNzZXM6IDMgfSB9LFxufSBhcyBjb25zdCBzYXRpc2ZpZXMgQnVpbGRPcHRpb25zXG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC9wcm9qZWN0Q29uZmlnLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL3Byb2plY3RDb25maWcudHNcIjsvKiogVml0ZSBwbHVnaW46IGNvbXBsZXRlcyB0aGUgcHJvamVjdC5jb25maWcuanNvbiB3aGljaCBXZUNoYXQgRGV2VG9vbHMgcmVhZHMgZnJvbSB0aGUgYnVpbHQgbWluaSBwcm9ncmFtLiAqL1xuaW1wb3J0IHR5cGUgeyBQbHVnaW4gfSBmcm9tICd2aXRlJ1xuaW1wb3J0IHsgeiB9IGZyb20gJ3pvZCdcbmltcG9ydCB7IGlzRGV2ZWxvcGVyc01vZGUgfSBmcm9tICcuL2NsaWVudFNldHRpbmdzLnRzJ1xuXG5pbnRlcmZhY2UgUHJvamVjdENvbmZpZ09wdGlvbnMge1xuICBhcHBJZDogc3RyaW5nXG4gIC8qKiBWaXRlJ3MgbW9kZTogaW4gZGV2ZWxvcGVycycgbW9kZXMgRGV2VG9vbHMgZG9lcyBub3QgY2hlY2sgZG9tYWlucywgc28gdGhhdCBhIGxvY2FsIEFQSSBjYW4gYmUgcmVhY2hlZC4gKi9cbiAgbW9kZTogc3RyaW5nXG59XG5cbmNvbnN0IHByb2plY3QgPSB6Lmxvb3NlT2JqZWN0KHsgc2V0dGluZzogei5sb29zZU9iamVjdCh7fSkgfSlcblxuZXhwb3J0IGZ1bmN0aW9uIHByb2plY3RDb25maWcob3B0aW9uczogUHJvamVjdENvbmZpZ09wdGlvbnMpOiBQbHVnaW4ge1xuICByZXR1cm4ge1xuICAgIG5hbWU6ICdwcm9qZWN0LWNvbmZpZycsXG4gICAgZ2VuZXJhdGVCdW5kbGU6IHtcbiAgICAgIG9yZGVyOiAncG9zdCcsXG4gICAgICBoYW5kbGVyKF9vcHRpb25zLCBidW5kbGUpIHtcbiAgICAgICAgY29uc3QgZmlsZSA9IGJ1bmRsZVsncHJvamVjdC5jb25maWcuanNvbiddXG4gICAgICAgIGlmIChmaWxlPy50eXBlICE9PSAnYXNzZXQnKSByZXR1cm5cbiAgICAgICAgZmlsZS5zb3VyY2UgPSBjb21wbGV0ZVByb2plY3QoU3RyaW5nKGZpbGUuc291cmNlKSwgb3B0aW9ucylcbiAgICAgIH0sXG4gICAgfSxcbiAgfVxufVxuXG4vKiogVGhlIHNhbWUgcHJvamVjdCBmaWxlIHdpdGggb3VyIGFwcCBpZCBhbmQgdGhlIGRvbWFpbiBjaGVjayBhcyB0aGUgbW9kZSB3YW50cyBpdC4gKi9cbmV4cG9ydCBmdW5jdGlvbiBjb21wbGV0ZVByb2plY3Qoc291cmNlOiBzdHJpbmcsIHsgYXBwSWQsIG1vZGUgfTogUHJvamVjdENvbmZpZ09wdGlvbnMpOiBzdHJpbmcge1xuICBjb25zdCB7IHNldHRpbmcsIC4uLnJlc3QgfSA9IHByb2plY3QucGFyc2UoSlNPTi5wYXJzZShzb3VyY2UpKVxuICBjb25zdCB1cmxDaGVjayA9ICFpc0RldmVsb3BlcnNNb2RlKG1vZGUpXG4gIHJldHVybiBKU09OLnN0cmluZ2lmeSh7IC4uLnJlc3QsIGFwcGlkOiBhcHBJZCwgc2V0dGluZzogeyAuLi5zZXR0aW5nLCB1cmxDaGVjayB9IH0sIG51bGwsIDIpXG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC9yZW1vdmVQaG9uZUhvbWUudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGQvcmVtb3ZlUGhvbmVIb21lLnRzXCI7LyoqXG4gKiBWaXRlIHBsdWdpbjogdGFrZXMgb3V0IHdoYXQgdW5pLWFwcCdzIHJ1bnRpbWUgc2VuZHMgb3IgYXNrcyBvZiBEQ2xvdWQncyBob3N0cyB3aXRob3V0IGEgc3dpdGNoIHRvIHR1cm4gaXQgb2ZmLlxuICogKFN0YXRpc3RpY3MgYXJlIHN3aXRjaGVkIG9mZiBpbiBtYW5pZmVzdC5qc29uLCB0aGUgQ0xJJ3Mgb3duIHJlcG9ydCBpbiB1bmkudHMuKVxuICovXG5pbXBvcnQgdHlwZSB7IFBsdWdpbiB9IGZyb20gJ3ZpdGUnXG5cbi8qKiBUaGUgZnVuY3Rpb24gdGhhdCwgdGhyZWUgc2Vjb25kcyBhZnRlciBsYXVuY2gsIGxvYWRzIGFuIGltYWdlIHdob3NlIGFkZHJlc3MgdGVsbHMgRENsb3VkIHRoZSBhcHAgaWQuICovXG5jb25zdCBwcmVsb2FkQXNzZXQgPSAvZnVuY3Rpb24gcHJlbG9hZEFzc2V0XFwoXFwpIFxce1tcXHNcXFNdKj9cXG5cXH0vXG5cbi8qKiBBbnkgYWRkcmVzcyBhdCBEQ2xvdWQncywgYnV0IGZvciB0aGUgZG9jdW1lbnRhdGlvbiB0aGF0IG1lc3NhZ2VzIHJlZmVyIHRvLiAqL1xuY29uc3QgZGNsb3VkQWRkcmVzcyA9IC9odHRwcz86XFwvXFwvKD8hdW5pYXBwXFwuZGNsb3VkKSg/OltcXHctXStcXC4pKig/OmRjbG91ZFxcLm5ldFxcLmNufGRjbG91ZFxcLmlvfGRjaW1nXFwubmV0KVteXFxzXCInYCldKi9nXG5cbi8qKiBBbiBhZGRyZXNzIHRoYXQgaXMgbG9hZGVkIHdpdGhvdXQgYXNraW5nIGFueW9uZS4gKi9cbmNvbnN0IG5vd2hlcmUgPSAnZGF0YTosJ1xuXG5leHBvcnQgZnVuY3Rpb24gcmVtb3ZlUGhvbmVIb21lKCk6IFBsdWdpbiB7XG4gIHJldHVybiB7XG4gICAgbmFtZTogJ3JlbW92ZS1waG9uZS1ob21lJyxcbiAgICB0cmFuc2Zvcm0oY29kZSwgaWQpIHtcbiAgICAgIGlmICghL3VuaS1tcC13ZWl4aW5cXC9kaXN0XFwvdW5pXFwubXBcXC5lc21cXC5qcy8udGVzdChpZC5yZXBsYWNlQWxsKCdcXFxcJywgJy8nKSkpIHJldHVybiBudWxsXG4gICAgICBpZiAoIXByZWxvYWRBc3NldC50ZXN0KGNvZGUpKSB0aGlzLmVycm9yKCd1bmktYXBwIGhhcyBjaGFuZ2VkOiBpdHMgY2FsbCB0byB3eC5wcmVsb2FkQXNzZXRzIHdhcyBub3QgZm91bmQnKVxuICAgICAgcmV0dXJuIHsgY29kZTogY29kZS5yZXBsYWNlKHByZWxvYWRBc3NldCwgJ2Z1bmN0aW9uIHByZWxvYWRBc3NldCgpIHt9JyksIG1hcDogbnVsbCB9XG4gICAgfSxcbiAgICBnZW5lcmF0ZUJ1bmRsZToge1xuICAgICAgb3JkZXI6ICdwb3N0JyxcbiAgICAgIGhhbmRsZXIoX29wdGlvbnMsIGJ1bmRsZSkge1xuICAgICAgICBmb3IgKGNvbnN0IGZpbGUgb2YgT2JqZWN0LnZhbHVlcyhidW5kbGUpKSB7XG4gICAgICAgICAgaWYgKGZpbGUudHlwZSA9PT0gJ2NodW5rJykgZmlsZS5jb2RlID0gd2l0aG91dERjbG91ZChmaWxlLmNvZGUpXG4gICAgICAgICAgZWxzZSBpZiAodHlwZW9mIGZpbGUuc291cmNlID09PSAnc3RyaW5nJykgZmlsZS5zb3VyY2UgPSB3aXRob3V0RGNsb3VkKGZpbGUuc291cmNlKVxuICAgICAgICB9XG4gICAgICB9LFxuICAgIH0sXG4gIH1cbn1cblxuLyoqIFRoZSBzYW1lIHRleHQgd2l0aCBldmVyeSBhZGRyZXNzIGF0IERDbG91ZCdzIHBvaW50aW5nIG5vd2hlcmUuICovXG5leHBvcnQgZnVuY3Rpb24gd2l0aG91dERjbG91ZCh0ZXh0OiBzdHJpbmcpOiBzdHJpbmcge1xuICByZXR1cm4gdGV4dC5yZXBsYWNlQWxsKGRjbG91ZEFkZHJlc3MsIG5vd2hlcmUpXG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC9zdHJpY3RKc29uLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL3N0cmljdEpzb24udHNcIjsvKipcbiAqIFZpdGUgcGx1Z2luOiBwYWdlcy5qc29uIGFuZCBtYW5pZmVzdC5qc29uIGFyZSByZWFkIHN0cmljdGx5LCBhbmQgZXZlcnkgcGFnZSB0aGV5IG5hbWUgaXMgdGhlcmUuIHVuaS1hcHAgdGFrZXMgb2YgYSBicm9rZW5cbiAqIGZpbGUgd2hhdCBpdCBjYW4gYW5kIGNhbGxzIHRoYXQgYSBjb21wbGV0ZSBidWlsZC5cbiAqL1xuaW1wb3J0IHsgZXhpc3RzU3luYywgcmVhZEZpbGVTeW5jIH0gZnJvbSAnbm9kZTpmcydcbmltcG9ydCB7IHJlc29sdmUgfSBmcm9tICdub2RlOnBhdGgnXG5pbXBvcnQgdHMgZnJvbSAndHlwZXNjcmlwdCdcbmltcG9ydCB0eXBlIHsgUGx1Z2luIH0gZnJvbSAndml0ZSdcbmltcG9ydCB7IHogfSBmcm9tICd6b2QnXG5pbXBvcnQgeyBjbGllbnREaXIgfSBmcm9tICcuL3JlcG9zaXRvcnkudHMnXG5cbmNvbnN0IHBhZ2VzRmlsZSA9IHoub2JqZWN0KHsgcGFnZXM6IHouYXJyYXkoei5vYmplY3QoeyBwYXRoOiB6LnN0cmluZygpIH0pKSB9KVxuXG5leHBvcnQgaW50ZXJmYWNlIEpzb25Qcm9ibGVtIHtcbiAgcmVhZG9ubHkgbWVzc2FnZTogc3RyaW5nXG4gIC8qKiBGcm9tIDEuICovXG4gIHJlYWRvbmx5IGxpbmU6IG51bWJlclxufVxuXG5leHBvcnQgZnVuY3Rpb24gc3RyaWN0SnNvbigpOiBQbHVnaW4ge1xuICByZXR1cm4ge1xuICAgIG5hbWU6ICdzdHJpY3QtanNvbicsXG4gICAgYnVpbGRTdGFydCgpIHtcbiAgICAgIGZvciAoY29uc3QgbmFtZSBvZiBbJ3BhZ2VzLmpzb24nLCAnbWFuaWZlc3QuanNvbiddKSB7XG4gICAgICAgIGNvbnN0IGZpbGUgPSByZXNvbHZlKGNsaWVudERpciwgbmFtZSlcbiAgICAgICAgdGhpcy5hZGRXYXRjaEZpbGUoZmlsZSlcbiAgICAgICAgY29uc3QgcHJvYmxlbSA9IHByb2JsZW1PZihuYW1lLCByZWFkRmlsZVN5bmMoZmlsZSwgJ3V0ZjgnKSwgKHBhZ2UpID0+IGV4aXN0c1N5bmMocmVzb2x2ZShjbGllbnREaXIsIGAke3BhZ2V9LnZ1ZWApKSlcbiAgICAgICAgLy8gdW5pLWFwcCBzaG93cyBwbGFjZXMgb2Ygc2NyaXB0cyBhbmQgcGFnZXMgb25seSwgc28gdGhpcyBvbmUgc3RhbmRzIGluIHRoZSBzZW50ZW5jZS5cbiAgICAgICAgaWYgKHByb2JsZW0pIHRoaXMuZXJyb3IoYGNsaWVudC8ke25hbWV9OiR7cHJvYmxlbS5saW5lfTogJHtwcm9ibGVtLm1lc3NhZ2V9YClcbiAgICAgIH1cbiAgICB9LFxuICB9XG59XG5cbi8qKiBUaGUgZmlyc3QgdGhpbmcgd3Jvbmcgd2l0aCBpdDsgY29tbWVudHMgYXJlIGFsbG93ZWQsIGFzIGluIHVuaS1hcHAncyBvd24gZmlsZXMuICovXG5leHBvcnQgZnVuY3Rpb24gcHJvYmxlbU9mKG5hbWU6IHN0cmluZywgdGV4dDogc3RyaW5nLCBpc1BhZ2U6IChwYXRoOiBzdHJpbmcpID0+IGJvb2xlYW4pOiBKc29uUHJvYmxlbSB8IG51bGwge1xuICBjb25zdCB7IGNvbmZpZywgZXJyb3IgfSA9IHRzLnBhcnNlQ29uZmlnRmlsZVRleHRUb0pzb24obmFtZSwgdGV4dClcbiAgaWYgKGVycm9yKSByZXR1cm4geyBtZXNzYWdlOiB0cy5mbGF0dGVuRGlhZ25vc3RpY01lc3NhZ2VUZXh0KGVycm9yLm1lc3NhZ2VUZXh0LCAnICcpLCBsaW5lOiBsaW5lQXQodGV4dCwgZXJyb3Iuc3RhcnQgPz8gMCkgfVxuICBpZiAobmFtZSAhPT0gJ3BhZ2VzLmpzb24nKSByZXR1cm4gbnVsbFxuICBjb25zdCB7IGRhdGEgfSA9IHBhZ2VzRmlsZS5zYWZlUGFyc2UoY29uZmlnKVxuICBpZiAoIWRhdGEpIHJldHVybiB7IG1lc3NhZ2U6ICdcInBhZ2VzXCIgbXVzdCBiZSBhIGxpc3Qgb2YgcGFnZXMsIGVhY2ggd2l0aCBpdHMgXCJwYXRoXCInLCBsaW5lOiAxIH1cbiAgY29uc3QgbWlzc2luZyA9IGRhdGEucGFnZXMuZmluZCgoeyBwYXRoIH0pID0+ICFpc1BhZ2UocGF0aCkpXG4gIHJldHVybiBtaXNzaW5nID8geyBtZXNzYWdlOiBgdGhlcmUgaXMgbm8gcGFnZSBjbGllbnQvJHttaXNzaW5nLnBhdGh9LnZ1ZWAsIGxpbmU6IGxpbmVBdCh0ZXh0LCB0ZXh0LmluZGV4T2YoYFwiJHttaXNzaW5nLnBhdGh9XCJgKSkgfSA6IG51bGxcbn1cblxuZnVuY3Rpb24gbGluZUF0KHRleHQ6IHN0cmluZywgcG9zaXRpb246IG51bWJlcik6IG51bWJlciB7XG4gIHJldHVybiB0ZXh0LnNsaWNlKDAsIE1hdGgubWF4KDAsIHBvc2l0aW9uKSkuc3BsaXQoJ1xcbicpLmxlbmd0aFxufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZFwiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGQvdW5pUGx1Z2luLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL3VuaVBsdWdpbi50c1wiOy8qKiB1bmktYXBwJ3Mgdml0ZSBwbHVnaW4sIGltcG9ydGVkIG9ubHkgd2hlbiBhIHVuaSBidWlsZCBydW5zOiBpdCByZWFkcyB0aGUgZW52aXJvbm1lbnQgd2hpbGUgaXQgbG9hZHMuICovXG5pbXBvcnQgdHlwZSB7IFBsdWdpbk9wdGlvbiB9IGZyb20gJ3ZpdGUnXG5cbi8qKiBUaGUgcGx1Z2luIGlzIENvbW1vbkpTLCBzbyB1bmRlciBFUyBtb2R1bGVzIGl0cyBkZWZhdWx0IGV4cG9ydCBsaWVzIG9uZSBgZGVmYXVsdGAgZGVlcGVyLiAqL1xuZXhwb3J0IGFzeW5jIGZ1bmN0aW9uIHVuaVBsdWdpbigpOiBQcm9taXNlPFBsdWdpbk9wdGlvbj4ge1xuICBjb25zdCBsb2FkZWQ6IHVua25vd24gPSBhd2FpdCBpbXBvcnQoJ0BkY2xvdWRpby92aXRlLXBsdWdpbi11bmknKVxuICBjb25zdCBjcmVhdGUgPSBkZWZhdWx0T2YoZGVmYXVsdE9mKGxvYWRlZCkpXG4gIGlmICh0eXBlb2YgY3JlYXRlICE9PSAnZnVuY3Rpb24nKSB0aHJvdyBuZXcgVHlwZUVycm9yKCdAZGNsb3VkaW8vdml0ZS1wbHVnaW4tdW5pIG5vIGxvbmdlciBleHBvcnRzIGEgcGx1Z2luJylcbiAgcmV0dXJuIGNyZWF0ZSgpXG59XG5cbmZ1bmN0aW9uIGRlZmF1bHRPZihtb2R1bGU6IHVua25vd24pOiB1bmtub3duIHtcbiAgcmV0dXJuIHR5cGVvZiBtb2R1bGUgPT09ICdvYmplY3QnICYmIG1vZHVsZSAhPT0gbnVsbCAmJiAnZGVmYXVsdCcgaW4gbW9kdWxlID8gbW9kdWxlLmRlZmF1bHQgOiBtb2R1bGVcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3RtcC93dC93YWl0cy9jbGllbnQvYnVpbGRcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi90bXAvd3Qvd2FpdHMvY2xpZW50L2J1aWxkL3dpdGhvdXRVbmlDbG91ZC50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vdG1wL3d0L3dhaXRzL2NsaWVudC9idWlsZC93aXRob3V0VW5pQ2xvdWQudHNcIjsvKipcbiAqIFZpdGUgcGx1Z2luIGZvciBtaW5pIHByb2dyYW1zOiB1bmktYXBwJ3MgcnVudGltZSBicmluZ3MgdG8gZXZlcnkgcHJvZ3JhbSB3aGF0IHdvcmtzIHdpdGggRENsb3VkJ3MgdW5pQ2xvdWQgYWxvbmUsIHRoZVxuICogcm9sZXMgb2YgaXRzIHVzZXJzIGFuZCBpdHMgcHVzaCBtZXNzYWdlcy4gTm90aGluZyBoZXJlIHVzZXMgdGhlbSwgYW5kIHRoZXkgd2VpZ2ggbW9yZSB0aGFuIHRoZSBzZXNzaW9uIGRvZXMuXG4gKi9cbmltcG9ydCB0eXBlIHsgUGx1Z2luIH0gZnJvbSAndml0ZSdcblxudHlwZSBDdXQgPSByZWFkb25seSBbZm91bmQ6IFJlZ0V4cCwgaW5zdGVhZDogc3RyaW5nXVxuXG4vKiogV2hhdCBpcyBjYWxsZWQgb3IgbGlzdGVkIG5vIG1vcmUsIHJvbGx1cCBsZWF2ZXMgb3V0LiAqL1xuY29uc3QgY3V0czogUmVhZG9ubHk8UmVjb3JkPHN0cmluZywgcmVhZG9ubHkgQ3V0W10+PiA9IHtcbiAgJ3VuaS1tcC12dWUvZGlzdC92dWUucnVudGltZS5lc20uanMnOiBbXG4gICAgWy91bmlJZE1peGluXFwoZ2xvYmFsUHJvcGVydGllc1xcKTsvLCAnJ10sXG4gICAgWy9sZXQgcmVhbEF0b2I7W1xcc1xcU10qP1xcblxcfVxcbig/PWZ1bmN0aW9uIGI2NERlY29kZVVuaWNvZGUpLywgJyddLFxuICBdLFxuICAndW5pLW1wLXdlaXhpbi9kaXN0L3VuaS5hcGkuZXNtLmpzJzogW1xuICAgIFsvIHs0fWdldFB1c2hDbGllbnRJZCxcXG4gezR9b25QdXNoTWVzc2FnZSxcXG4gezR9b2ZmUHVzaE1lc3NhZ2UsXFxuIHs0fWludm9rZVB1c2hDYWxsYmFjayxcXG4vLCAnJ10sXG4gICAgWy8oPzw9Y29uc3QgZ2V0UHVzaENsaWVudElkID0gKSg/PWRlZmluZUFzeW5jQXBpKS8sICcvKiNfX1BVUkVfXyovICddLFxuICBdLFxufVxuXG5leHBvcnQgZnVuY3Rpb24gd2l0aG91dFVuaUNsb3VkKCk6IFBsdWdpbiB7XG4gIHJldHVybiB7XG4gICAgbmFtZTogJ3dpdGhvdXQtdW5pLWNsb3VkJyxcbiAgICB0cmFuc2Zvcm0oY29kZSwgaWQpIHtcbiAgICAgIGNvbnN0IHBhdGggPSBPYmplY3Qua2V5cyhjdXRzKS5maW5kKChuYW1lKSA9PiBpZC5yZXBsYWNlQWxsKCdcXFxcJywgJy8nKS5lbmRzV2l0aChuYW1lKSlcbiAgICAgIHJldHVybiBwYXRoID09PSB1bmRlZmluZWQgPyBudWxsIDogeyBjb2RlOiBjdXRPdXQoY29kZSwgcGF0aCksIG1hcDogbnVsbCB9XG4gICAgfSxcbiAgfVxufVxuXG4vKiogQHRocm93cyB3aGVuIHVuaS1hcHAgaGFzIGNoYW5nZWQsIGFuZCBvbmUgb2YgdGhlbSBpcyBub3QgZm91bmQgKi9cbmV4cG9ydCBmdW5jdGlvbiBjdXRPdXQoY29kZTogc3RyaW5nLCBwYXRoOiBzdHJpbmcpOiBzdHJpbmcge1xuICByZXR1cm4gKGN1dHNbcGF0aF0gPz8gW10pLnJlZHVjZSgocmVzdCwgW2ZvdW5kLCBpbnN0ZWFkXSkgPT4ge1xuICAgIGlmICghZm91bmQudGVzdChyZXN0KSkgdGhyb3cgbmV3IEVycm9yKGB1bmktYXBwIGhhcyBjaGFuZ2VkOiAke3BhdGh9IGhvbGRzIG5vICR7Zm91bmQuc291cmNlfWApXG4gICAgcmV0dXJuIHJlc3QucmVwbGFjZShmb3VuZCwgaW5zdGVhZClcbiAgfSwgY29kZSlcbn1cbiJdLAogICJtYXBwaW5ncyI6ICI7QUFDQSxPQUFPQSxjQUFhO0FBQ3BCLFNBQVMsb0JBQW9COzs7QUNEN0IsU0FBUyxZQUFZOzs7QUNBckIsU0FBUyxxQkFBcUI7QUFDOUIsU0FBUyxlQUFlO0FBRm1JLElBQU0sMkNBQTJDO0FBS3JNLElBQU0sYUFBYSxRQUFRLGNBQWMsSUFBSSxJQUFJLFNBQVMsd0NBQWUsQ0FBQyxDQUFDO0FBRzNFLElBQU0sWUFBWSxRQUFRLFlBQVksUUFBUTs7O0FEQ3JELElBQU0sY0FBYyxLQUFLLFlBQVksK0JBQStCO0FBRTdELElBQU0sZUFBMkI7QUFBQSxFQUN0QyxNQUFNO0FBQUEsRUFDTixXQUFXO0FBQUEsRUFDWCxTQUFTO0FBQUEsSUFDUCxPQUFPO0FBQUEsTUFDTCxFQUFFLE1BQU0sbUJBQW1CLGFBQWEsS0FBSyxhQUFhLFVBQVUsRUFBRTtBQUFBLE1BQ3RFLEVBQUUsTUFBTSx3QkFBd0IsYUFBYSxZQUFZO0FBQUEsSUFDM0Q7QUFBQSxFQUNGO0FBQUEsRUFDQSxPQUFPO0FBQUEsSUFDTCxRQUFRO0FBQUEsSUFDUixRQUFRO0FBQUEsSUFDUixlQUFlLEVBQUUsUUFBUSxFQUFFLFFBQVEsTUFBTSxnQkFBZ0IsYUFBYSxnQkFBZ0IsbUJBQW1CLEVBQUU7QUFBQSxFQUM3RztBQUNGOzs7QUV4QkEsU0FBUyw0QkFBNEI7OztBQ1E5QixJQUFNLHFCQUFxQjtBQUczQixTQUFTLFlBQVksU0FBeUI7QUFDbkQsU0FBTyxRQUFRLEtBQUssRUFBRSxRQUFRLFFBQVEsRUFBRTtBQUMxQztBQUdPLFNBQVMsZ0JBQWdCLE1BQWMsT0FBMkI7QUFDdkUsUUFBTSxVQUFVLFlBQVksS0FBSztBQUNqQyxRQUFNLFFBQVEsUUFBUSxPQUFPO0FBQzdCLE1BQUksQ0FBQyxNQUFPLFFBQU8sQ0FBQyxFQUFFLElBQUksR0FBRyxJQUFJLG9FQUFvRSxJQUFJLEdBQUcsSUFBSSwrRUFBdUMsQ0FBQztBQUN4SixRQUFNLFdBQVcsQ0FBQyxHQUFHLGlCQUFpQixNQUFNLEtBQUssR0FBRyxHQUFHLGFBQWEsTUFBTSxNQUFNLElBQUksR0FBRyxHQUFHLGFBQWEsTUFBTSxLQUFLLENBQUM7QUFDbkgsTUFBSSxZQUFZLG1CQUFvQixRQUFPO0FBQzNDLFNBQU8sQ0FBQyxHQUFHLFVBQVUsRUFBRSxJQUFJLEdBQUcsSUFBSSxpREFBaUQsT0FBTyxJQUFJLElBQUksR0FBRyxJQUFJLHlGQUFtQixPQUFPLEdBQUcsQ0FBQztBQUN6STtBQVlBLElBQU0sT0FBTztBQUViLFNBQVMsUUFBUSxTQUErQjtBQUM5QyxRQUFNLFFBQVEsS0FBSyxLQUFLLE9BQU87QUFDL0IsTUFBSSxDQUFDLE1BQU8sUUFBTztBQUNuQixRQUFNLENBQUMsRUFBRSxXQUFXLElBQUksTUFBTSxPQUFPLElBQUksT0FBTyxJQUFJLE9BQU8sRUFBRSxJQUFJO0FBQ2pFLFNBQU8sRUFBRSxVQUFVLFNBQVMsWUFBWSxHQUFHLFNBQVMsU0FBUyxRQUFXLE1BQU0sS0FBSyxZQUFZLEdBQUcsTUFBTSxLQUFLO0FBQy9HO0FBRUEsU0FBUyxpQkFBaUIsTUFBYyxFQUFFLFVBQVUsUUFBUSxHQUFzQjtBQUNoRixRQUFNLFdBQVcsQ0FBQztBQUNsQixNQUFJLGFBQWEsUUFBUyxVQUFTLEtBQUssRUFBRSxJQUFJLEdBQUcsSUFBSSw0REFBNEQsSUFBSSxHQUFHLElBQUksK0ZBQXlCLENBQUM7QUFDdEosTUFBSSxRQUFTLFVBQVMsS0FBSyxFQUFFLElBQUksR0FBRyxJQUFJLDREQUE0RCxJQUFJLEdBQUcsSUFBSSxvR0FBb0IsQ0FBQztBQUNwSSxTQUFPO0FBQ1Q7QUFFQSxTQUFTLGFBQWEsTUFBYyxNQUEwQjtBQUM1RCxNQUFJLFFBQVEsSUFBSSxFQUFHLFFBQU8sQ0FBQyxFQUFFLElBQUksR0FBRyxJQUFJLHlEQUF5RCxJQUFJLEdBQUcsSUFBSSwyRkFBMEIsQ0FBQztBQUN2SSxNQUFJLFlBQVksSUFBSSxFQUFHLFFBQU8sQ0FBQyxFQUFFLElBQUksR0FBRyxJQUFJLHVEQUF1RCxJQUFJLEdBQUcsSUFBSSxrR0FBdUIsQ0FBQztBQUN0SSxNQUFJLEtBQUssU0FBUyxHQUFHLEVBQUcsUUFBTyxDQUFDO0FBQ2hDLFNBQU8sQ0FBQyxFQUFFLElBQUksR0FBRyxJQUFJLGlFQUFpRSxJQUFJLEdBQUcsSUFBSSw0SEFBd0IsQ0FBQztBQUM1SDtBQUVBLFNBQVMsYUFBYSxNQUFjLEVBQUUsTUFBTSxLQUFLLEdBQXNCO0FBQ3JFLFFBQU0sV0FBVyxDQUFDO0FBQ2xCLE1BQUksS0FBTSxVQUFTLEtBQUssRUFBRSxJQUFJLEdBQUcsSUFBSSw0REFBNEQsSUFBSSxHQUFHLElBQUksdUZBQXNCLENBQUM7QUFDbkksTUFBSSxhQUFhLEtBQUssSUFBSSxFQUFHLFVBQVMsS0FBSyxFQUFFLElBQUksR0FBRyxJQUFJLDhEQUE4RCxJQUFJLEdBQUcsSUFBSSwyR0FBMkIsQ0FBQztBQUM3SixTQUFPO0FBQ1Q7QUFFQSxTQUFTLFFBQVEsTUFBdUI7QUFDdEMsU0FBTyxxRUFBcUUsS0FBSyxJQUFJO0FBQ3ZGO0FBR0EsU0FBUyxZQUFZLE1BQXVCO0FBQzFDLFNBQU8sS0FBSyxXQUFXLEdBQUcsS0FBSyw4QkFBOEIsS0FBSyxJQUFJO0FBQ3hFOzs7QURuRUEsSUFBTSxhQUFhO0FBRW5CLElBQU0sU0FBUztBQUFBLEVBQ2IsR0FBRyxVQUFVO0FBQUEsRUFDYjtBQUFBLEVBQ0E7QUFBQSxFQUNBLEdBQUcsVUFBVTtBQUNmO0FBQ0EsSUFBTSxZQUFZLENBQUMsc0JBQXNCLGNBQWMsaUJBQWlCLGdCQUFnQjtBQUVqRixJQUFNLGFBQTZCO0FBQUEsRUFDeEMsTUFBTTtBQUFBO0FBQUEsRUFFTixRQUFRLEVBQUUsSUFBSSxFQUFFLGNBQWMsTUFBTSxFQUFFO0FBQUEsRUFDdEMsTUFBTTtBQUFBLElBQ0osTUFBTTtBQUFBO0FBQUEsSUFFTixZQUFZLEtBQUssSUFBSSxHQUFHLHFCQUFxQixDQUFDO0FBQUEsSUFDOUMsWUFBWTtBQUFBLElBQ1osYUFBYSxDQUFDLGlDQUFpQztBQUFBO0FBQUEsSUFFL0MsYUFBYTtBQUFBLElBQ2IsYUFBYTtBQUFBLElBQ2IsS0FBSyxFQUFFLFVBQVUsUUFBUSxjQUFjLG9CQUFvQixvQkFBb0IsR0FBRztBQUFBLElBQ2xGLFVBQVU7QUFBQSxNQUNSLEVBQUUsU0FBUyxNQUFNLE1BQU0sRUFBRSxNQUFNLFVBQVUsU0FBUyxRQUFRLFNBQVMsVUFBVSxFQUFFO0FBQUEsTUFDL0U7QUFBQSxRQUNFLFNBQVM7QUFBQTtBQUFBLFFBRVQsTUFBTSxFQUFFLE1BQU0sUUFBUSxTQUFTLENBQUMsR0FBRyxVQUFVLFlBQVksR0FBRyxTQUFTLENBQUMsR0FBRyxXQUFXLEdBQUcsTUFBTSxHQUFHLFNBQVMsTUFBTTtBQUFBLE1BQ2pIO0FBQUEsSUFDRjtBQUFBLEVBQ0Y7QUFDRjs7O0FFdENBLFNBQVMsb0JBQW9CO0FBQzdCLFNBQVMsV0FBQUMsZ0JBQWU7QUFDeEIsT0FBT0MsY0FBYTs7O0FDRnBCLFNBQVMsV0FBQUMsZ0JBQWU7QUFDeEIsU0FBUyxlQUFlOzs7QUNFeEIsU0FBUyxvQkFBb0I7QUFDN0IsU0FBUyxnQkFBZ0I7QUFJbEIsSUFBTSxlQUFOLGNBQTJCLE1BQU07QUFBQSxFQUd0QyxZQUFxQixNQUFnQjtBQUNuQyxVQUFNLEdBQUcsS0FBSyxFQUFFLE1BQU0sS0FBSyxFQUFFLEVBQUU7QUFEWjtBQUFBLEVBRXJCO0FBQUEsRUFKa0IsT0FBTztBQUszQjtBQUdPLFNBQVMsWUFBWSxNQUE0RDtBQUN0RixTQUFPLFNBQVMsV0FBVyxjQUFjLElBQUksQ0FBQyxDQUFDO0FBQ2pEO0FBR08sU0FBUyxjQUFjLE1BQXNCO0FBQ2xELE1BQUk7QUFDRixXQUFPLFFBQVEsYUFBYSxJQUFJLENBQUM7QUFBQSxFQUNuQyxTQUFTLE9BQU87QUFDZCxRQUFJLGlCQUFpQixhQUFjLE9BQU07QUFDekMsVUFBTSxPQUFPLGlCQUFpQixTQUFTLFVBQVUsUUFBUSxNQUFNLE9BQU87QUFDdEUsUUFBSSxTQUFTLFNBQVUsUUFBTztBQUM5QixVQUFNLElBQUksYUFBYSxFQUFFLElBQUksbUJBQW1CLElBQUksSUFBSSxJQUFJLGlDQUFRLElBQUksR0FBRyxDQUFDO0FBQUEsRUFDOUU7QUFDRjtBQUdBLFNBQVMsV0FBVyxNQUFzQjtBQUN4QyxTQUFPLEtBQ0osUUFBUSxVQUFVLElBQUksRUFDdEIsUUFBUSxxREFBcUQsRUFBRSxFQUMvRCxRQUFRLDJDQUEyQyxLQUFLO0FBQzdEO0FBRUEsU0FBUyxRQUFRLE9BQXVCO0FBQ3RDLE1BQUk7QUFDRixXQUFPLElBQUksWUFBWSxXQUFXLEtBQUssR0FBRyxFQUFFLE9BQU8sS0FBSyxDQUFDLEVBQUUsT0FBTyxLQUFLO0FBQUEsRUFDekUsUUFBUTtBQUNOLFVBQU0sSUFBSSxhQUFhLEVBQUUsSUFBSSxrQ0FBa0MsSUFBSSxzRUFBeUIsQ0FBQztBQUFBLEVBQy9GO0FBQ0Y7QUFHQSxTQUFTLFdBQVcsT0FBa0Q7QUFDcEUsUUFBTSxDQUFDLE9BQU8sTUFBTSxJQUFJO0FBQ3hCLE1BQUksVUFBVSxPQUFRLFdBQVcsSUFBTSxRQUFPO0FBQzlDLE1BQUksVUFBVSxPQUFRLFdBQVcsSUFBTSxRQUFPO0FBQzlDLE1BQUksTUFBTSxTQUFTLEtBQUssTUFBTSxTQUFTLE1BQU0sRUFBRyxRQUFPO0FBQ3ZELE1BQUksV0FBVyxFQUFHLFFBQU87QUFDekIsU0FBTyxVQUFVLElBQUksYUFBYTtBQUNwQzs7O0FEcERPLFNBQVMsVUFBVSxNQUFjLFFBQWdCLFVBQTRDO0FBQ2xHLFFBQU0sVUFBVSxPQUFPLFFBQVEsWUFBWUMsU0FBUSxRQUFRLE1BQU0sQ0FBQyxDQUFDO0FBQ25FLFFBQU0sUUFBUSxRQUFRLE9BQU8sQ0FBQyxDQUFDLElBQUksTUFBTSxTQUFTLEtBQUssQ0FBQyxXQUFXLEtBQUssV0FBVyxNQUFNLENBQUMsQ0FBQztBQUMzRixTQUFPLEVBQUUsR0FBRyxPQUFPLFlBQVksTUFBTSxJQUFJLENBQUMsQ0FBQyxNQUFNLE9BQU8sRUFBRSxNQUFNLENBQUMsTUFBTSxJQUFJLENBQUMsQ0FBQyxHQUFHLEdBQUcsUUFBUSxNQUFNLFFBQVEsUUFBUSxFQUFFO0FBQ3JIOzs7QUVKQSxTQUFTLGlCQUFBQyxzQkFBcUI7QUFOcUgsSUFBTUMsNENBQTJDO0FBU3BNLElBQU0sWUFBWTtBQUVsQixJQUFNLGdCQUFnQjtBQUV0QixJQUFNLGVBQWU7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQU1yQixJQUFNLFlBQVk7QUFDbEIsSUFBTSxlQUFlO0FBQ3JCLElBQU0sYUFBYTtBQWdCbkIsSUFBTSxnQkFBZ0IsQ0FBQyxzQkFBc0I7QUFHdEMsU0FBUyxRQUFRLFVBQTBCLENBQUMsR0FBVztBQUM1RCxRQUFNLEVBQUUsV0FBVyxRQUFRLElBQUksZ0JBQWdCLElBQUkscUJBQXFCLENBQUMsRUFBRSxJQUFJO0FBQy9FLFFBQU0sY0FBYyxVQUFVLENBQUMsR0FBRyxlQUFlLEdBQUcsa0JBQWtCLENBQUM7QUFDdkUsU0FBTztBQUFBLElBQ0wsTUFBTTtBQUFBLElBQ04sU0FBUztBQUFBLElBQ1QsT0FBTyxNQUFNLFNBQVMsV0FBVyxLQUFLO0FBQUEsSUFDdEMsV0FBVyxDQUFDLE9BQVEsT0FBTyxZQUFZLG9CQUFvQixJQUFJO0FBQUEsSUFDL0QsVUFBVSxNQUFNLElBQUk7QUFDbEIsVUFBSSxZQUFZLEtBQUssRUFBRSxFQUFHLFFBQU8sRUFBRSxNQUFNLGVBQWUsSUFBSSxHQUFHLEtBQUssS0FBSztBQUN6RSxVQUFJLENBQUMsV0FBVyxLQUFLLEVBQUUsRUFBRyxRQUFPO0FBQ2pDLFlBQU0sQ0FBQyxNQUFNLElBQUksY0FBYyxLQUFLLElBQUksS0FBSyxDQUFDO0FBQzlDLFVBQUksT0FBUSxRQUFPLEVBQUUsTUFBTSxlQUFlLFFBQVEsS0FBSyxNQUFNLG1CQUFtQixNQUFNO0FBQ3RGLGFBQU8sRUFBRSxNQUFNLGVBQWUsWUFBWSxJQUFJLENBQUMsR0FBRyxLQUFLLE1BQU0sbUJBQW1CLE1BQU07QUFBQSxJQUN4RjtBQUFBLEVBQ0Y7QUFDRjtBQUdBLFNBQVMsWUFBWSxNQUFzQjtBQUN6QyxTQUFPLEtBQUssUUFBUSxXQUFXLFlBQVksRUFBRSxRQUFRLGNBQWMsWUFBWTtBQUNqRjtBQUdBLElBQU0sZ0JBQWdCO0FBQ3RCLElBQU0sV0FBVztBQUNqQixJQUFNLFdBQVc7QUFHakIsU0FBUyxlQUFlLE1BQXNCO0FBQzVDLE1BQUksQ0FBQyxzQkFBc0IsS0FBSyxJQUFJLEtBQUssY0FBYyxLQUFLLElBQUksRUFBRyxRQUFPO0FBQzFFLE1BQUksU0FBUyxLQUFLLElBQUksS0FBSyxDQUFDLFNBQVMsS0FBSyxJQUFJLEVBQUcsUUFBTyxrQ0FBa0MsU0FBUyxzQkFBc0IsSUFBSTtBQUM3SCxTQUFPLG9DQUFvQyxTQUFTLEtBQUssSUFBSTtBQUMvRDtBQUdBLFNBQVMsVUFBVSxVQUFxQztBQUN0RCxRQUFNLFFBQVEsU0FBUyxJQUFJLENBQUMsU0FBUyxLQUFLLFFBQVEsT0FBTyxLQUFLLEVBQUUsUUFBUSxPQUFPLFNBQVMsQ0FBQztBQUN6RixTQUFPLElBQUksT0FBTyxnQ0FBZ0MsTUFBTSxLQUFLLEdBQUcsQ0FBQyxrQ0FBa0M7QUFDckc7QUFHQSxTQUFTLHNCQUE4QjtBQUNyQyxRQUFNLFlBQVlBLDBDQUFnQixTQUFTLEtBQUssSUFBSSxPQUFPO0FBQzNELFNBQU9DLGVBQWMsSUFBSSxJQUFJLHFCQUFxQixTQUFTLElBQUlELHlDQUFlLENBQUMsRUFBRSxRQUFRLE9BQU8sR0FBRztBQUNyRzs7O0FDcEZPLFNBQVMsUUFBUSxNQUF1QjtBQUM3QyxTQUFPLG1CQUFtQixLQUFLLElBQUk7QUFDckM7OztBQ3NCQSxJQUFNLFVBQVU7QUFFVCxTQUFTLGVBQWUsRUFBRSxVQUFVLE1BQU0sSUFBSSxHQUEwQjtBQUM3RSxRQUFNLGNBQWMsQ0FBQyxpQkFBaUIsSUFBSTtBQUMxQyxRQUFNLFFBQVEsWUFBWSxJQUFJLGdCQUFnQixFQUFFO0FBQ2hELFFBQU0sUUFBUSxTQUFTLG9CQUFvQixJQUFJLFFBQVEsTUFBTTtBQUM3RCxRQUFNLFNBQVM7QUFBQSxJQUNiLGNBQWMsY0FBYyxTQUFTLHFCQUFxQixhQUFhLE9BQU8sS0FBSztBQUFBLElBQ25GLG9CQUFvQixZQUFZLElBQUksc0JBQXNCLEVBQUU7QUFBQSxJQUM1RCxjQUFjLENBQUMsZUFBZSxhQUFhLFVBQVUsSUFBSSxZQUFZO0FBQUEsRUFDdkU7QUFDQSxRQUFNLFFBQVEsSUFBSSxhQUFhLEtBQUssS0FBSztBQUN6QyxRQUFNLFdBQVcsQ0FBQyxHQUFHLGNBQWMsS0FBSyxHQUFHLEdBQUksY0FBYyxrQkFBa0IsUUFBUSxJQUFJLFlBQVksSUFBSSxDQUFDLENBQUU7QUFDOUcsU0FBTyxFQUFFLE9BQU8sUUFBUSxhQUFhLE9BQU8sVUFBVSxTQUFTLElBQUksQ0FBQyxFQUFFLElBQUksR0FBRyxNQUFNLEdBQUcsRUFBRSxNQUFNLEVBQUUsRUFBRSxFQUFFO0FBQ3RHO0FBR08sU0FBUyxpQkFBaUIsTUFBdUI7QUFDdEQsU0FBTyxTQUFTLGlCQUFpQixTQUFTO0FBQzVDO0FBR0EsU0FBUyxhQUFhLFVBQWtCLE9BQW9DO0FBQzFFLE1BQUksQ0FBQyxNQUFPLFFBQU8sYUFBYTtBQUNoQyxTQUFPLFVBQVUsT0FBTyxVQUFVO0FBQ3BDO0FBRUEsU0FBUyxjQUFjLE9BQTJCO0FBQ2hELE1BQUksVUFBVSxXQUFXLFFBQVEsS0FBSyxFQUFHLFFBQU8sQ0FBQztBQUNqRCxTQUFPLENBQUM7QUFBQSxJQUNOLElBQUk7QUFBQSxJQUNKLElBQUk7QUFBQSxFQUNOLENBQUM7QUFDSDtBQUVBLElBQU0saUJBQTJCO0FBQUEsRUFDL0IsSUFBSTtBQUFBLEVBQ0osSUFBSTtBQUNOO0FBRUEsU0FBUyxrQkFBa0IsUUFBa0MsU0FBeUM7QUFDcEcsUUFBTSxRQUFRLE9BQU87QUFDckIsU0FBTztBQUFBLElBQ0wsR0FBRyxnQkFBZ0IsZ0JBQWdCLE9BQU8sWUFBWTtBQUFBLElBQ3RELEdBQUksUUFBUSxnQkFBZ0Isc0JBQXNCLEtBQUssSUFBSSxDQUFDO0FBQUEsSUFDNUQsR0FBSSxZQUFZLE9BQU8sWUFBWSxTQUFTLENBQUMsY0FBYyxJQUFJLENBQUM7QUFBQSxFQUNsRTtBQUNGOzs7QUNwRUEsU0FBUyxrQkFBa0I7QUFFM0IsU0FBUyxZQUFZO0FBQ3JCLFNBQVMsNEJBQTZEO0FBRS9ELFNBQVMsYUFBcUI7QUFDbkMsTUFBSTtBQUNKLFNBQU87QUFBQSxJQUNMLE1BQU07QUFBQSxJQUNOLE9BQU87QUFBQSxJQUNQLFNBQVM7QUFBQSxJQUNULGdCQUFnQixTQUFTO0FBQ3ZCLGVBQVM7QUFDVCxjQUFRLFlBQVksSUFBSSxDQUFDLFNBQVMsVUFBVSxTQUFTO0FBQ25ELFlBQUksUUFBUSxRQUFRLEdBQUcsS0FBSyxjQUFjLE9BQU8sS0FBSyxDQUFDLFlBQVksUUFBUSxHQUFHLEVBQUcsUUFBTyxLQUFLO0FBQzdGLGlCQUFTLGFBQWE7QUFDdEIsaUJBQVMsSUFBSSwyQkFBMkI7QUFBQSxNQUMxQyxDQUFDO0FBQ0QsY0FBUSxZQUFZLGdCQUFnQixXQUFXLENBQUMsU0FBMEIsV0FBVztBQUNuRixZQUFJLFFBQVEsUUFBUSxHQUFHLEtBQUssVUFBVSxTQUFTLE9BQU8sS0FBSyxjQUFjLE9BQU8sRUFBRztBQUVuRixnQkFBUSxNQUFNO0FBQ2QsZUFBTyxJQUFJLHFEQUFxRDtBQUFBLE1BQ2xFLENBQUM7QUFBQSxJQUNIO0FBQUEsSUFDQSxNQUFNO0FBQUEsTUFDSixPQUFPO0FBQUE7QUFBQSxNQUVQLFFBQVEsSUFBSTtBQUNWLGNBQU0sT0FBTyxHQUFHLFFBQVEsWUFBWSxFQUFFLEVBQUUsUUFBUSxnQkFBZ0IsRUFBRSxFQUFFLFFBQVEsa0JBQWtCLEVBQUU7QUFDaEcsWUFBSSxDQUFDLFVBQVUsQ0FBQyxXQUFXLElBQUksS0FBSyxxQkFBcUIsUUFBUSxJQUFJLEVBQUc7QUFDeEUsY0FBTSxJQUFJLE1BQU0sMkJBQTJCO0FBQUEsTUFDN0M7QUFBQSxJQUNGO0FBQUEsRUFDRjtBQUNGO0FBR0EsU0FBUyxRQUFRLFNBQVMsSUFBYTtBQUNyQyxRQUFNLE9BQU9FLFNBQVEsT0FBTyxRQUFRLFVBQVUsRUFBRSxDQUFDO0FBQ2pELFNBQU8sU0FBUyxRQUFRLFlBQVksS0FBSyxJQUFJLEtBQUssQ0FBQyxVQUFVLEtBQUssSUFBSSxLQUFLLENBQUMsS0FBSyxNQUFNLEdBQUcsRUFBRSxTQUFTLElBQUk7QUFDM0c7QUFFQSxTQUFTQSxTQUFRLE1BQTZCO0FBQzVDLE1BQUk7QUFDRixXQUFPLG1CQUFtQixJQUFJO0FBQUEsRUFDaEMsUUFBUTtBQUNOLFdBQU87QUFBQSxFQUNUO0FBQ0Y7QUFHQSxTQUFTLGNBQWMsRUFBRSxTQUFTLEVBQUUsUUFBUSxLQUFLLEVBQUUsR0FBNkI7QUFDOUUsU0FBTyxXQUFXLFVBQWMsSUFBSSxTQUFTLE1BQU0sS0FBSyxJQUFJLElBQUksTUFBTSxFQUFFLFNBQVM7QUFDbkY7QUFHQSxTQUFTLFVBQVUsRUFBRSxTQUFTLEVBQUUsT0FBTyxHQUFHLEVBQUUsR0FBb0IsRUFBRSxPQUFPLEdBQTJCO0FBQ2xHLFFBQU0sTUFBTSxVQUFVLElBQUk7QUFDMUIsTUFBSSxDQUFDLElBQUksU0FBUyxHQUFHLEVBQUcsUUFBTztBQUMvQixRQUFNLEVBQUUsU0FBUyxJQUFJLElBQUksSUFBSSxHQUFHO0FBQ2hDLFFBQU0sRUFBRSxNQUFNLEtBQUssYUFBYSxJQUFJLE9BQU87QUFDM0MsUUFBTSxRQUE0QixDQUFDLGFBQWEsS0FBSyxHQUFJLE1BQU0sUUFBUSxZQUFZLElBQUksZUFBZSxDQUFDLENBQUU7QUFDekcsU0FBTyxNQUFNLFNBQVMsUUFBUSxLQUFLLEtBQUssU0FBUyxRQUFRLFlBQVksRUFBRSxDQUFDLE1BQU07QUFDaEY7QUFHQSxTQUFTLFlBQVksU0FBUyxJQUFhO0FBQ3pDLFNBQU8sdUJBQXVCLEtBQUtBLFNBQVEsTUFBTSxLQUFLLEVBQUU7QUFDMUQ7OztBQ3BFQSxTQUFTLGdCQUFnQjtBQUt6QixJQUFNLFNBQVM7QUFHUixTQUFTLFdBQVcsTUFBc0I7QUFDL0MsU0FBTztBQUFBLElBQ0wsTUFBTTtBQUFBLElBQ04sY0FBYyxTQUFTO0FBQ3JCLFlBQU0sRUFBRSxhQUFhLElBQUk7QUFDekIsVUFBSSxpQkFBaUIsSUFBSSxLQUFLLE9BQU8saUJBQWlCLFdBQVksUUFBTztBQUN6RSxhQUFPLEVBQUUsR0FBRyxTQUFTLGNBQWMsQ0FBQyxJQUFJLFNBQVMsUUFBUSxJQUFJLGFBQWEsS0FBSyxNQUFNLElBQUksSUFBSSxLQUFLLE1BQVMsRUFBRTtBQUFBLElBQy9HO0FBQUEsRUFDRjtBQUNGO0FBT08sU0FBUyxRQUFRLElBQVksUUFBdUQ7QUFDekYsTUFBSSxDQUFDLE9BQVEsUUFBTztBQUNwQixRQUFNLE9BQU8sU0FBUyxZQUFZLEdBQUcsTUFBTSxHQUFHLEVBQUUsQ0FBQyxLQUFLLEVBQUUsRUFBRSxXQUFXLE1BQU0sR0FBRztBQUM5RSxRQUFNLFNBQVMsU0FBUyxZQUFZLFNBQVMsRUFBRSxXQUFXLE1BQU0sR0FBRztBQUNuRSxNQUFJLEtBQUssV0FBVyxHQUFHLE1BQU0sU0FBUyxFQUFHLFFBQU8sS0FBSyxNQUFNLEdBQUcsRUFBRSxTQUFTLElBQUksU0FBWTtBQUN6RixTQUFPLEtBQUssV0FBVyxHQUFHLE1BQU0sR0FBRyxLQUFLLEtBQUssV0FBVyxTQUFTLElBQUksU0FBUztBQUNoRjs7O0FDN0JPLFNBQVMsYUFBcUI7QUFDbkMsU0FBTztBQUFBLElBQ0wsTUFBTTtBQUFBO0FBQUEsSUFFTiw2QkFBNkIsRUFBRSxPQUFPLE9BQU8sU0FBUyxDQUFDLEVBQUUsR0FBRyxNQUFNLGdCQUFnQixLQUFLLEVBQUUsS0FBSyxLQUFLO0FBQUEsRUFDckc7QUFDRjs7O0FDSkEsSUFBTSxPQUFPO0FBQ2IsSUFBTSxVQUFVO0FBQ2hCLElBQU0sV0FBVztBQUVWLFNBQVMsVUFBa0I7QUFDaEMsUUFBTSxRQUFRLG9CQUFJLElBQVk7QUFDOUIsU0FBTztBQUFBLElBQ0wsTUFBTTtBQUFBLElBQ04sU0FBUztBQUFBLElBQ1QsUUFBUSxPQUFPLEVBQUUsUUFBUSxFQUFFLHFCQUFxQixLQUFLLEVBQUU7QUFBQSxJQUN2RCxVQUFVLE1BQU0sSUFBSTtBQUNsQixZQUFNLE9BQU8sR0FBRyxXQUFXLE1BQU0sR0FBRztBQUNwQyxVQUFJLENBQUMsU0FBUyxLQUFLLElBQUksS0FBSyxlQUFlLE1BQU0sSUFBSSxFQUFHLE9BQU0sSUFBSSxFQUFFO0FBQUEsVUFDL0QsT0FBTSxPQUFPLEVBQUU7QUFDcEIsYUFBTztBQUFBLElBQ1Q7QUFBQSxJQUNBLGFBQWEsQ0FBQyxTQUFVLEtBQUssU0FBUyxJQUFJLElBQUksRUFBRSxNQUFNLEtBQUssV0FBVyxNQUFNLE9BQU8sTUFBTSxPQUFPLENBQUMsQ0FBQyxHQUFHLEtBQUssS0FBSyxJQUFJO0FBQUEsRUFDckg7QUFDRjtBQUdPLFNBQVMsZUFBZSxNQUFjLE1BQXVCO0FBQ2xFLE1BQUksQ0FBQyxLQUFLLFNBQVMsTUFBTSxFQUFHLFFBQU8sc0NBQXNDLEtBQUssSUFBSTtBQUNsRixTQUFPLENBQUMsR0FBRyxLQUFLLFNBQVMsT0FBTyxDQUFDLEVBQUUsS0FBSyxDQUFDLENBQUMsRUFBRSxhQUFhLElBQUksU0FBUyxFQUFFLE1BQU0sQ0FBQyxZQUFZLEtBQUssVUFBVSxLQUFLLG1CQUFtQixLQUFLLE1BQU0sQ0FBQztBQUNoSjs7O0FDL0JBLFNBQVMscUJBQXFCO0FBQzlCLFNBQVMsWUFBQUMsaUJBQWdCO0FBQ3pCLFNBQVMsU0FBUztBQUtYLElBQU0sZ0JBQWdCLEVBQUUsT0FBTyxFQUFFLE9BQU8sR0FBRyxFQUFFLE9BQU8sRUFBRSxPQUFPLEdBQUcsRUFBRSxPQUFPLENBQUMsQ0FBQztBQUszRSxTQUFTLFFBQVEsTUFBc0I7QUFDNUMsU0FBTztBQUFBLElBQ0wsTUFBTTtBQUFBLElBQ04sZUFBZSxVQUFVLFFBQVE7QUFDL0IsWUFBTSxRQUFpQixDQUFDO0FBQ3hCLGlCQUFXLFVBQVUsT0FBTyxPQUFPLE1BQU0sR0FBRztBQUMxQyxZQUFJLE9BQU8sU0FBUyxRQUFTO0FBQzdCLGNBQU0sUUFBZ0MsQ0FBQztBQUN2QyxtQkFBVyxDQUFDLElBQUksRUFBRSxlQUFlLENBQUMsS0FBSyxPQUFPLFFBQVEsT0FBTyxPQUFPLEdBQUc7QUFDckUsZ0JBQU0sT0FBTyxPQUFPLEVBQUU7QUFDdEIsZ0JBQU0sSUFBSSxLQUFLLE1BQU0sSUFBSSxLQUFLLEtBQUs7QUFBQSxRQUNyQztBQUNBLGNBQU0sT0FBTyxRQUFRLElBQUk7QUFBQSxNQUMzQjtBQUNBLG9CQUFjLE1BQU0sS0FBSyxVQUFVLEtBQUssQ0FBQztBQUFBLElBQzNDO0FBQUEsRUFDRjtBQUNGO0FBR08sU0FBUyxPQUFPLElBQW9CO0FBQ3pDLFFBQU0sUUFBUSxHQUFHLFFBQVEsT0FBTyxFQUFFLEVBQUUsTUFBTSxHQUFHLEVBQUUsQ0FBQyxLQUFLLElBQUksV0FBVyxNQUFNLEdBQUc7QUFDN0UsUUFBTSxDQUFDLEVBQUUsTUFBTSxJQUFJLHlDQUF5QyxLQUFLLElBQUksS0FBSyxDQUFDO0FBQzNFLE1BQUksT0FBUSxRQUFPO0FBQ25CLFFBQU0sTUFBTUMsVUFBUyxZQUFZLElBQUksRUFBRSxXQUFXLE1BQU0sR0FBRztBQUMzRCxNQUFJLENBQUMsOEJBQThCLEtBQUssR0FBRyxFQUFHLFFBQU87QUFDckQsU0FBTyxJQUFJLE1BQU0sR0FBRyxFQUFFLE1BQU0sR0FBRyxFQUFFLEVBQUUsS0FBSyxHQUFHO0FBQzdDOzs7QUMvQk8sSUFBTSxhQUFhO0FBQUEsRUFDeEIsUUFBUTtBQUFBLEVBQ1IsUUFBUTtBQUFBO0FBQUEsRUFFUixlQUFlLEVBQUUsTUFBTSxNQUFNLFVBQVUsT0FBTyxVQUFVLEVBQUUsUUFBUSxFQUFFLEVBQUU7QUFDeEU7OztBQ1pBLFNBQVMsS0FBQUMsVUFBUztBQVNsQixJQUFNLFVBQVVDLEdBQUUsWUFBWSxFQUFFLFNBQVNBLEdBQUUsWUFBWSxDQUFDLENBQUMsRUFBRSxDQUFDO0FBRXJELFNBQVMsY0FBYyxTQUF1QztBQUNuRSxTQUFPO0FBQUEsSUFDTCxNQUFNO0FBQUEsSUFDTixnQkFBZ0I7QUFBQSxNQUNkLE9BQU87QUFBQSxNQUNQLFFBQVEsVUFBVSxRQUFRO0FBQ3hCLGNBQU0sT0FBTyxPQUFPLHFCQUFxQjtBQUN6QyxZQUFJLE1BQU0sU0FBUyxRQUFTO0FBQzVCLGFBQUssU0FBUyxnQkFBZ0IsT0FBTyxLQUFLLE1BQU0sR0FBRyxPQUFPO0FBQUEsTUFDNUQ7QUFBQSxJQUNGO0FBQUEsRUFDRjtBQUNGO0FBR08sU0FBUyxnQkFBZ0IsUUFBZ0IsRUFBRSxPQUFPLEtBQUssR0FBaUM7QUFDN0YsUUFBTSxFQUFFLFNBQVMsR0FBRyxLQUFLLElBQUksUUFBUSxNQUFNLEtBQUssTUFBTSxNQUFNLENBQUM7QUFDN0QsUUFBTSxXQUFXLENBQUMsaUJBQWlCLElBQUk7QUFDdkMsU0FBTyxLQUFLLFVBQVUsRUFBRSxHQUFHLE1BQU0sT0FBTyxPQUFPLFNBQVMsRUFBRSxHQUFHLFNBQVMsU0FBUyxFQUFFLEdBQUcsTUFBTSxDQUFDO0FBQzdGOzs7QUN6QkEsSUFBTSxlQUFlO0FBR3JCLElBQU0sZ0JBQWdCO0FBR3RCLElBQU0sVUFBVTtBQUVULFNBQVMsa0JBQTBCO0FBQ3hDLFNBQU87QUFBQSxJQUNMLE1BQU07QUFBQSxJQUNOLFVBQVUsTUFBTSxJQUFJO0FBQ2xCLFVBQUksQ0FBQyx3Q0FBd0MsS0FBSyxHQUFHLFdBQVcsTUFBTSxHQUFHLENBQUMsRUFBRyxRQUFPO0FBQ3BGLFVBQUksQ0FBQyxhQUFhLEtBQUssSUFBSSxFQUFHLE1BQUssTUFBTSxpRUFBaUU7QUFDMUcsYUFBTyxFQUFFLE1BQU0sS0FBSyxRQUFRLGNBQWMsNEJBQTRCLEdBQUcsS0FBSyxLQUFLO0FBQUEsSUFDckY7QUFBQSxJQUNBLGdCQUFnQjtBQUFBLE1BQ2QsT0FBTztBQUFBLE1BQ1AsUUFBUSxVQUFVLFFBQVE7QUFDeEIsbUJBQVcsUUFBUSxPQUFPLE9BQU8sTUFBTSxHQUFHO0FBQ3hDLGNBQUksS0FBSyxTQUFTLFFBQVMsTUFBSyxPQUFPLGNBQWMsS0FBSyxJQUFJO0FBQUEsbUJBQ3JELE9BQU8sS0FBSyxXQUFXLFNBQVUsTUFBSyxTQUFTLGNBQWMsS0FBSyxNQUFNO0FBQUEsUUFDbkY7QUFBQSxNQUNGO0FBQUEsSUFDRjtBQUFBLEVBQ0Y7QUFDRjtBQUdPLFNBQVMsY0FBYyxNQUFzQjtBQUNsRCxTQUFPLEtBQUssV0FBVyxlQUFlLE9BQU87QUFDL0M7OztBQ2xDQSxTQUFTLGNBQUFDLGFBQVksZ0JBQUFDLHFCQUFvQjtBQUN6QyxTQUFTLFdBQUFDLGdCQUFlO0FBQ3hCLE9BQU8sUUFBUTtBQUVmLFNBQVMsS0FBQUMsVUFBUztBQUdsQixJQUFNLFlBQVlDLEdBQUUsT0FBTyxFQUFFLE9BQU9BLEdBQUUsTUFBTUEsR0FBRSxPQUFPLEVBQUUsTUFBTUEsR0FBRSxPQUFPLEVBQUUsQ0FBQyxDQUFDLEVBQUUsQ0FBQztBQVF0RSxTQUFTLGFBQXFCO0FBQ25DLFNBQU87QUFBQSxJQUNMLE1BQU07QUFBQSxJQUNOLGFBQWE7QUFDWCxpQkFBVyxRQUFRLENBQUMsY0FBYyxlQUFlLEdBQUc7QUFDbEQsY0FBTSxPQUFPQyxTQUFRLFdBQVcsSUFBSTtBQUNwQyxhQUFLLGFBQWEsSUFBSTtBQUN0QixjQUFNLFVBQVUsVUFBVSxNQUFNQyxjQUFhLE1BQU0sTUFBTSxHQUFHLENBQUMsU0FBU0MsWUFBV0YsU0FBUSxXQUFXLEdBQUcsSUFBSSxNQUFNLENBQUMsQ0FBQztBQUVuSCxZQUFJLFFBQVMsTUFBSyxNQUFNLFVBQVUsSUFBSSxJQUFJLFFBQVEsSUFBSSxLQUFLLFFBQVEsT0FBTyxFQUFFO0FBQUEsTUFDOUU7QUFBQSxJQUNGO0FBQUEsRUFDRjtBQUNGO0FBR08sU0FBUyxVQUFVLE1BQWMsTUFBYyxRQUF1RDtBQUMzRyxRQUFNLEVBQUUsUUFBUSxNQUFNLElBQUksR0FBRywwQkFBMEIsTUFBTSxJQUFJO0FBQ2pFLE1BQUksTUFBTyxRQUFPLEVBQUUsU0FBUyxHQUFHLDZCQUE2QixNQUFNLGFBQWEsR0FBRyxHQUFHLE1BQU0sT0FBTyxNQUFNLE1BQU0sU0FBUyxDQUFDLEVBQUU7QUFDM0gsTUFBSSxTQUFTLGFBQWMsUUFBTztBQUNsQyxRQUFNLEVBQUUsS0FBSyxJQUFJLFVBQVUsVUFBVSxNQUFNO0FBQzNDLE1BQUksQ0FBQyxLQUFNLFFBQU8sRUFBRSxTQUFTLHlEQUF5RCxNQUFNLEVBQUU7QUFDOUYsUUFBTSxVQUFVLEtBQUssTUFBTSxLQUFLLENBQUMsRUFBRSxLQUFLLE1BQU0sQ0FBQyxPQUFPLElBQUksQ0FBQztBQUMzRCxTQUFPLFVBQVUsRUFBRSxTQUFTLDJCQUEyQixRQUFRLElBQUksUUFBUSxNQUFNLE9BQU8sTUFBTSxLQUFLLFFBQVEsSUFBSSxRQUFRLElBQUksR0FBRyxDQUFDLEVBQUUsSUFBSTtBQUN2STtBQUVBLFNBQVMsT0FBTyxNQUFjLFVBQTBCO0FBQ3RELFNBQU8sS0FBSyxNQUFNLEdBQUcsS0FBSyxJQUFJLEdBQUcsUUFBUSxDQUFDLEVBQUUsTUFBTSxJQUFJLEVBQUU7QUFDMUQ7OztBQzNDQSxlQUFzQixZQUFtQztBQUN2RCxRQUFNLFNBQWtCLE1BQU0sT0FBTywyRUFBMkI7QUFDaEUsUUFBTSxTQUFTLFVBQVUsVUFBVSxNQUFNLENBQUM7QUFDMUMsTUFBSSxPQUFPLFdBQVcsV0FBWSxPQUFNLElBQUksVUFBVSxzREFBc0Q7QUFDNUcsU0FBTyxPQUFPO0FBQ2hCO0FBRUEsU0FBUyxVQUFVLFFBQTBCO0FBQzNDLFNBQU8sT0FBTyxXQUFXLFlBQVksV0FBVyxRQUFRLGFBQWEsU0FBUyxPQUFPLFVBQVU7QUFDakc7OztBQ0pBLElBQU0sT0FBaUQ7QUFBQSxFQUNyRCxzQ0FBc0M7QUFBQSxJQUNwQyxDQUFDLG1DQUFtQyxFQUFFO0FBQUEsSUFDdEMsQ0FBQyw0REFBNEQsRUFBRTtBQUFBLEVBQ2pFO0FBQUEsRUFDQSxxQ0FBcUM7QUFBQSxJQUNuQyxDQUFDLDRGQUE0RixFQUFFO0FBQUEsSUFDL0YsQ0FBQyxtREFBbUQsZ0JBQWdCO0FBQUEsRUFDdEU7QUFDRjtBQUVPLFNBQVMsa0JBQTBCO0FBQ3hDLFNBQU87QUFBQSxJQUNMLE1BQU07QUFBQSxJQUNOLFVBQVUsTUFBTSxJQUFJO0FBQ2xCLFlBQU0sT0FBTyxPQUFPLEtBQUssSUFBSSxFQUFFLEtBQUssQ0FBQyxTQUFTLEdBQUcsV0FBVyxNQUFNLEdBQUcsRUFBRSxTQUFTLElBQUksQ0FBQztBQUNyRixhQUFPLFNBQVMsU0FBWSxPQUFPLEVBQUUsTUFBTSxPQUFPLE1BQU0sSUFBSSxHQUFHLEtBQUssS0FBSztBQUFBLElBQzNFO0FBQUEsRUFDRjtBQUNGO0FBR08sU0FBUyxPQUFPLE1BQWMsTUFBc0I7QUFDekQsVUFBUSxLQUFLLElBQUksS0FBSyxDQUFDLEdBQUcsT0FBTyxDQUFDLE1BQU0sQ0FBQyxPQUFPLE9BQU8sTUFBTTtBQUMzRCxRQUFJLENBQUMsTUFBTSxLQUFLLElBQUksRUFBRyxPQUFNLElBQUksTUFBTSx3QkFBd0IsSUFBSSxhQUFhLE1BQU0sTUFBTSxFQUFFO0FBQzlGLFdBQU8sS0FBSyxRQUFRLE9BQU8sT0FBTztBQUFBLEVBQ3BDLEdBQUcsSUFBSTtBQUNUOzs7QWhCZEEsSUFBTSxXQUFXLENBQUMsU0FBUyxZQUFZLGFBQWEsVUFBVTtBQUc5RCxJQUFNLGdCQUFnQixDQUFDLFVBQVUsVUFBVSxjQUFjLEVBQUUsSUFBSSxDQUFDLFNBQVMsYUFBYUcsU0FBUSxZQUFZLElBQUksQ0FBQyxDQUFDO0FBRWhILGVBQXNCLFVBQVUsRUFBRSxLQUFLLEdBQW1DO0FBQ3hFLFFBQU0sV0FBV0MsU0FBUSxJQUFJLGdCQUFnQjtBQUM3QyxRQUFNLE1BQU0sVUFBVSxNQUFNLFlBQVksQ0FBQyxTQUFTLE1BQU0sQ0FBQztBQUN6RCxRQUFNLEVBQUUsT0FBTyxRQUFRLGFBQWEsU0FBUyxJQUFJLGVBQWUsRUFBRSxVQUFVLE1BQU0sSUFBSSxDQUFDO0FBQ3ZGLFNBQU87QUFBQSxJQUNMLE1BQU07QUFBQSxJQUNOLFFBQVE7QUFBQTtBQUFBLElBRVIsV0FBVyxDQUFDLGdCQUFnQixjQUFjO0FBQUEsSUFDMUMsVUFBVUQsU0FBUSxZQUFZLHNCQUFzQixRQUFRO0FBQUEsSUFDNUQsU0FBUztBQUFBO0FBQUEsTUFFUCxXQUFXO0FBQUEsTUFDWCxXQUFXO0FBQUEsTUFDWCxXQUFXO0FBQUEsTUFDWCxNQUFNLFVBQVU7QUFBQSxNQUNoQixRQUFRO0FBQUEsTUFDUixnQkFBZ0I7QUFBQSxNQUNoQixHQUFJLFNBQVMsV0FBVyxLQUFLLElBQUksQ0FBQyxXQUFXLElBQUksR0FBRyxRQUFRLEdBQUcsZ0JBQWdCLENBQUMsSUFBSSxDQUFDO0FBQUEsTUFDckYsY0FBYyxFQUFFLE9BQU8sS0FBSyxDQUFDO0FBQUEsTUFDN0IsR0FBSUMsU0FBUSxJQUFJLGVBQWUsQ0FBQyxRQUFRQSxTQUFRLElBQUksWUFBWSxDQUFDLElBQUksQ0FBQztBQUFBLE1BQ3RFLEtBQUssUUFBUTtBQUFBLElBQ2Y7QUFBQSxJQUNBLFFBQVEsT0FBTztBQUFBLE1BQ2IsT0FBTyxRQUFRLE1BQU0sRUFBRSxJQUFJLENBQUMsQ0FBQyxNQUFNLEtBQUssTUFBTSxDQUFDLG1CQUFtQixJQUFJLElBQUksS0FBSyxVQUFVLEtBQUssQ0FBQyxDQUFDO0FBQUEsSUFDbEc7QUFBQSxJQUNBLEdBQUksU0FBUyxXQUFXLEtBQUssS0FBSyxFQUFFLE9BQU8sV0FBVztBQUFBO0FBQUEsSUFFdEQsY0FBYyxFQUFFLFNBQVMsQ0FBQyxnQkFBZ0IseUJBQXlCLEVBQUU7QUFBQSxJQUNyRSxRQUFRO0FBQUEsTUFDTixPQUFPLE9BQU87QUFBQSxRQUNaLFNBQVMsSUFBSSxDQUFDLFNBQVMsQ0FBQyxNQUFNLEVBQUUsUUFBUSxhQUFhLGNBQWMsTUFBTSxJQUFJLEtBQUssQ0FBQyxDQUFDO0FBQUEsTUFDdEY7QUFBQTtBQUFBLE1BRUEsSUFBSSxFQUFFLFFBQVEsTUFBTSxPQUFPLGNBQWM7QUFBQSxNQUN6QyxNQUFNO0FBQUEsSUFDUjtBQUFBLEVBQ0Y7QUFDRjtBQUVBLFNBQVMsS0FBSyxVQUE0QjtBQUN4QyxTQUFPO0FBQUEsSUFDTCxNQUFNO0FBQUEsSUFDTixlQUFlLEVBQUUsT0FBTyxHQUFHO0FBQ3pCLGlCQUFXLFdBQVcsU0FBVSxRQUFPLEtBQUs7QUFBQSxNQUFTLE9BQU87QUFBQSxDQUFJO0FBQUEsSUFDbEU7QUFBQSxFQUNGO0FBQ0Y7OztBTG5FQSxJQUFPLHNCQUFRLGFBQWEsQ0FBQyxRQUFRO0FBQ25DLE1BQUlDLFNBQVEsSUFBSSxPQUFRLFFBQU87QUFDL0IsTUFBSUEsU0FBUSxJQUFJLGFBQWMsUUFBTyxVQUFVLEdBQUc7QUFDbEQsU0FBTztBQUNULENBQUM7IiwKICAibmFtZXMiOiBbInByb2Nlc3MiLCAicmVzb2x2ZSIsICJwcm9jZXNzIiwgInJlc29sdmUiLCAicmVzb2x2ZSIsICJmaWxlVVJMVG9QYXRoIiwgIl9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwiLCAiZmlsZVVSTFRvUGF0aCIsICJkZWNvZGVkIiwgInJlbGF0aXZlIiwgInJlbGF0aXZlIiwgInoiLCAieiIsICJleGlzdHNTeW5jIiwgInJlYWRGaWxlU3luYyIsICJyZXNvbHZlIiwgInoiLCAieiIsICJyZXNvbHZlIiwgInJlYWRGaWxlU3luYyIsICJleGlzdHNTeW5jIiwgInJlc29sdmUiLCAicHJvY2VzcyIsICJwcm9jZXNzIl0KfQo=
