// wx.getFileSystemManager, and the few file functions that stand on wx itself.
import { asyncApi } from './asyncApi.ts'
import { answerOf, createFileReader, fileWork, syncOptions } from './fileSystem.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import { failureResult } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const ON_WX = ['saveFile', 'removeSavedFile', 'getSavedFileList']

export function fileFamily(host: WxHost, files: SimulatedFiles): WxFamily {
  const work = fileWork(createFileReader(host, files), files)
  const manager = host.adopt(
    Object.fromEntries(
      Object.entries(work).flatMap(([name, run]) => [
        [name, asyncApi(host, name, (options) => answerOf(run(options)).result)],
        [`${name}Sync`, synchronous(name, run)],
      ]),
    ),
  )
  return {
    getFileSystemManager: () => manager,
    ...Object.fromEntries(
      Object.entries(work)
        .filter(([name]) => ON_WX.includes(name))
        .map(([name, run]) => [name, asyncApi(host, name, (options) => answerOf(run(options)).result)]),
    ),
  }
}

function synchronous(
  name: string,
  run: (options: Record<string, unknown>) => unknown,
): (...args: unknown[]) => unknown {
  return (...args) => {
    try {
      return answerOf(run(syncOptions(name, args))).value
    } catch (error) {
      throw new Error(failureResult(`${name}Sync`, error).errMsg)
    }
  }
}
