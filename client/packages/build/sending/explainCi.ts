/** What miniprogram-ci, npm and WeChat say when a preview or an upload fails, as sentences with a next step. */
import type { Sentence } from 'uni-trpc-protocol/sentences'
import { ciPackage } from './ciArguments.ts'

interface Explanation {
  readonly sign: RegExp
  readonly say: (found: RegExpExecArray) => Sentence
}

/** The first that fits counts, so the narrow ones come first. */
const explanations: readonly Explanation[] = [
  {
    sign: /npm (?:error|ERR!)[^]*?(?:ENOTFOUND|ETIMEDOUT|ECONNREFUSED|E404|EAI_AGAIN|ETARGET)/,
    say: () => ({
      en: `npm could not fetch ${ciPackage}: check the network and npm's registry, then try again`,
      zh: `npm 未能下载 ${ciPackage}：请检查网络与 npm 镜像设置后重试`,
    }),
  },
  {
    sign: /invalid ip:?\s*([\da-f.:]+\d|[\da-f:]+)?/i,
    say: ([, address]) => ({
      en:
        `WeChat does not know this machine's address${address ? ` ${address}` : ''}: add it on mp.weixin.qq.com, ` +
        'Development Settings → Mini Program Code Upload → IP allow-list',
      zh: `本机公网地址${address ? ` ${address} ` : ''}不在白名单：请在「开发设置 → 小程序代码上传 → IP 白名单」中添加`,
    }),
  },
  {
    sign: /getaddrinfo|ENOTFOUND|ETIMEDOUT|ECONNRESET|ECONNREFUSED|socket hang up/,
    say: () => ({
      en: 'servicewechat.com cannot be reached: check network and proxy (miniprogram-ci reads HTTPS_PROXY)',
      zh: '无法连接 servicewechat.com：请检查网络与代理（miniprogram-ci 读取 HTTPS_PROXY）',
    }),
  },
  {
    sign: /\b20002\b|PEM routines|DECODER routines|(?:invalid|check|verify) sign/i,
    say: () => ({
      en: 'The upload key is not that of this app id, or was replaced: make a new one under Mini Program Code Upload',
      zh: '上传密钥与 AppID 不符或已被重置：请在「小程序代码上传」重新生成',
    }),
  },
  {
    sign: /80051|exceed max limit|source size/i,
    say: () => ({
      en: 'The package is larger than WeChat takes (2 MB): npm run bench:weight says what weighs',
      zh: '代码包超出微信限制（2 MB）：npm run bench:weight 会列出体积',
    }),
  },
  {
    sign: /100(?:05|06|09)\b|app\.json|page\.json/,
    say: () => ({
      en: "WeChat refuses app.json or a page's .json: correct client/pages.json or client/manifest.json",
      zh: '微信不接受 app.json 或页面 json：请修改 client/pages.json 或 client/manifest.json',
    }),
  },
  {
    sign: /100(?:3[2-8]|4[56])\b/,
    say: () => ({
      en: "WeChat's compiler refuses a file of the build; the lines above name it",
      zh: '微信编译器不接受构建产物中的某个文件，文件名见上',
    }),
  },
]

const unknown: Sentence = {
  en: 'WeChat or miniprogram-ci said no; the lines above are its own words',
  zh: '微信或 miniprogram-ci 拒绝了请求，原文见上',
}

/** `output` is all that was printed. */
export function explainCi(output: string): Sentence {
  const words = output.replace(/^\s+at .*$/gm, '')
  for (const { sign, say } of explanations) {
    const found = sign.exec(words)
    if (found) return say(found)
  }
  return unknown
}
