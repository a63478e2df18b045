/** The parts of the template that a project may do without, and what has to change where one is left out. */
export const features = ['story', 'cloudrun'] as const
export type Feature = (typeof features)[number]

/** A file that goes, or texts in one that become others. */
export interface Change {
  readonly path: string
  readonly remove?: true
  readonly edits?: readonly (readonly [string, string])[]
}

/** A line of links of the template, as a page has it. */
const linkTo = (page: string): string => `      <navigator class="cell ${page}-link" hover-class="cell-hover" url="/pages/${page}/${page}">
        <text class="cell-name">{{ texts.${page} }}</text>
        <view class="arrow" />
      </navigator>
`

const leavingOut: Readonly<Record<Feature, readonly Change[]>> = {
  story: [
    { path: 'server/procedures/demo.ts', remove: true },
    { path: 'client/pages/story', remove: true },
    { path: 'server/procedures/router.ts', edits: [["import { demoRouter } from './demo.ts'\n", ''], ['  demo: demoRouter,\n', '']] },
    { path: 'client/pages.json', edits: [['    { "path": "pages/story/story" },\n', '']] },
    { path: 'client/pages/index/index.vue', edits: [[linkTo('story'), '']] },
    { path: 'client/pages/workbench/workbench.vue', edits: [[linkTo('story'), '']] },
    { path: 'client/api.ts', edits: [['  streams: streamLink,\n', ''], [', streamLink }', ' }']] },
  ],
  cloudrun: [
    { path: 'Dockerfile', remove: true },
    { path: 'compose.yaml', remove: true },
    { path: '.dockerignore', remove: true },
  ],
}

export function changesOf(without: readonly Feature[]): Change[] {
  return [...new Set(without)].flatMap((feature) => leavingOut[feature])
}
