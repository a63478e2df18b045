import type { Wish } from './wish.ts'

/** The README that a new project begins with: what it is, two commands, and what is whose. */
export function readmeOf({ title }: Pick<Wish, 'title'>): string {
  return `# ${title}

A WeChat mini program with a type-safe API, begun with uni-trpc. / 用 uni-trpc 创建的微信小程序与接口。

\`\`\`sh
npm install && npm run dev   # API, H5 preview and mini program / 接口、H5 预览、小程序
npm test
\`\`\`

In WeChat DevTools, import \`dist/dev/mp-weixin\`; no account is needed. / 在微信开发者工具中导入 \`dist/dev/mp-weixin\`，无需账号。

- \`server/procedures/\`: what the API answers / 接口
- \`client/pages/\`, \`client/api.ts\`: what people see, and how it asks / 页面与调用
- \`shared/schemas.ts\`: what both agree on / 双方约定的输入
- \`npm update\` brings what carries them / 升级依赖即可更新底层
`
}
