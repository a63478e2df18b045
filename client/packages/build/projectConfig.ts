/** Vite plugin: completes the project.config.json which WeChat DevTools reads from the built mini program. */
import type { Plugin } from 'vite'
import { z } from 'zod'
import { isDevelopersMode } from './clientSettings.ts'

interface ProjectConfigOptions {
  appId: string
  /** Vite's mode: in developers' modes DevTools does not check domains, so that a local API can be reached. */
  mode: string
}

const project = z.looseObject({ setting: z.looseObject({}) })

export function projectConfig(options: ProjectConfigOptions): Plugin {
  return {
    name: 'project-config',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const file = bundle['project.config.json']
        if (file?.type !== 'asset') return
        file.source = completeProject(String(file.source), options)
      },
    },
  }
}

/** The same project file with our app id and the domain check as the mode wants it. */
export function completeProject(source: string, { appId, mode }: ProjectConfigOptions): string {
  const { setting, ...rest } = project.parse(JSON.parse(source))
  const urlCheck = !isDevelopersMode(mode)
  return JSON.stringify({ ...rest, appid: appId, setting: { ...setting, urlCheck } }, null, 2)
}
