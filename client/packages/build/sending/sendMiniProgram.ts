/** Builds the mini program and hands it to WeChat: the whole of `npm run preview:mp` and `npm run upload:mp`. */
import type { Sentence } from 'uni-trpc-protocol/sentences'
import { ciArguments } from './ciArguments.ts'
import { explainCi } from './explainCi.ts'
import { sendingOrder, type SendingOrder, type Wanted } from './sendingOrder.ts'

export interface SendParts extends Wanted {
  /** Builds for publication, anew, so that what is sent is what was checked; answers the exit code. */
  readonly build: () => Promise<number>
  /** Runs npm with these arguments, shows what it says, and answers that and the exit code. */
  readonly npm: (args: readonly string[]) => Promise<{ code: number; output: string }>
  readonly projectPath: string
  readonly print: (line: string) => void
}

/** Answers the exit code. */
export async function sendMiniProgram(parts: SendParts): Promise<number> {
  const order = sendingOrder(parts)
  if (Array.isArray(order)) {
    parts.print('Not sent / 未发送:')
    for (const problem of order) parts.print(`  - ${lineOf(problem)}`)
    return 1
  }
  const built = await parts.build()
  if (built !== 0) return built
  parts.print(lineOf(announcement(order)))
  const { code, output } = await parts.npm(ciArguments(order, parts.projectPath))
  parts.print(lineOf(code === 0 ? success(order) : explainCi(output)))
  return code
}

function announcement({ sending, appId, version, robot, description }: SendingOrder): Sentence {
  const what = `${appId} ${version} (${description}), robot ${robot}`
  return sending === 'preview'
    ? {
        en: `Previewing ${what}; the first time fetches miniprogram-ci, about two minutes`,
        zh: '正在生成预览；首次需下载 miniprogram-ci，约两分钟',
      }
    : {
        en: `Uploading ${what}; the first time fetches miniprogram-ci, about two minutes`,
        zh: '正在上传；首次需下载 miniprogram-ci，约两分钟',
      }
}

function success({ sending, robot }: SendingOrder): Sentence {
  return sending === 'preview'
    ? {
        en: 'Scan the code above with WeChat; only members of the project may',
        zh: '请用微信扫描上方二维码（仅项目成员）',
      }
    : {
        en:
          `Uploaded: on mp.weixin.qq.com, Version Management, as CI robot ${robot}; ` +
          'make it the trial version or submit it for review there',
        zh: `已上传：在「版本管理」中可见（CI 机器人 ${robot}），可设为体验版或提交审核`,
      }
}

function lineOf({ en, zh }: Sentence): string {
  return `${en} / ${zh}`
}
