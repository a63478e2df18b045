/** The parts of the template that a project may do without, and what has to change where one is left out. */
import type { Change } from './change.ts'
import { withoutPhone } from './withoutPhone.ts'

export const features = ['notes', 'story', 'phone', 'prefetch', 'cloudrun'] as const
export type Feature = (typeof features)[number]

/** A line of links of the template, as a page has it. */
const linkTo = (
  page: string,
): string => `      <navigator class="cell ${page}-link" hover-class="cell-hover" url="/pages/${page}/${page}">
        <text class="cell-name">{{ texts.${page} }}</text>
        <view class="arrow" />
      </navigator>
`

const leavingOut: Readonly<Record<Feature, readonly Change[]>> = {
  notes: [
    ...[
      'server/procedures/notes.ts',
      'server/procedures/notes.test.ts',
      'server/data/notes.ts',
      'server/data/migrations',
      'client/pages/notes',
    ].map((path) => ({ path, remove: true }) as const),
    {
      path: 'server/procedures/router.ts',
      edits: [
        ["import { notesRouter } from './notes.ts'\n", ''],
        ['  notes: notesRouter,\n', ''],
      ],
    },
    {
      path: 'server/data/data.ts',
      edits: [
        ["import { notes } from './migrations/001-notes.ts'\n", ''],
        ['[notes]', '[]'],
      ],
    },
    {
      path: 'server/data/tables.ts',
      text: `/** Your own tables, with the names that they have in SQL; none yet. */
export type OwnTables = Record<never, never>
`,
    },
    { path: 'shared/schemas.ts', cutFrom: '\nconst longestNote' },
    { path: 'client/pages.json', edits: [['    { "path": "pages/notes/notes" },\n', '']] },
    { path: 'client/pages/index/index.vue', edits: [[linkTo('notes'), '']] },
  ],
  prefetch: [
    {
      path: 'client/api.ts',
      edits: [
        ['  prefetch: createPrefetch<AppRouter>,\n', ''],
        ['createPrefetch, ', ''],
        ['session, prefetch, requests', 'session, requests'],
        ['pre-fetch, ', ''],
      ],
    },
    {
      path: 'client/App.vue',
      text: `<!-- The program itself: what every page shares is one stylesheet. -->
<script setup lang="ts">
// What the whole program does when it is launched, shown or hidden belongs here.
</script>

<style src="./pages/style.css"></style>
`,
    },
  ],
  story: [
    { path: 'server/procedures/demo.ts', remove: true },
    { path: 'client/pages/story', remove: true },
    {
      path: 'server/procedures/router.ts',
      edits: [
        ["import { demoRouter } from './demo.ts'\n", ''],
        ['  demo: demoRouter,\n', ''],
      ],
    },
    { path: 'client/pages.json', edits: [['    { "path": "pages/story/story" },\n', '']] },
    { path: 'client/pages/index/index.vue', edits: [[linkTo('story'), '']] },
    { path: 'client/pages/workbench/workbench.vue', edits: [[linkTo('story'), '']] },
    {
      path: 'client/api.ts',
      edits: [
        ['  streams: streamLink,\n', ''],
        [', streamLink }', ' }'],
      ],
    },
  ],
  phone: withoutPhone,
  cloudrun: [
    { path: 'Dockerfile', remove: true },
    { path: 'compose.yaml', remove: true },
    { path: '.dockerignore', remove: true },
  ],
}

export function changesOf(without: readonly Feature[]): Change[] {
  return [...new Set(without)].flatMap((feature) => leavingOut[feature])
}
