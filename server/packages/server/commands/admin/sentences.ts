/** What `npm run admin` says, in Chinese and English. */
import type { Sentence } from 'uni-trpc-protocol/sentences'

export const help = `npm run admin -- <command>

  list                 who came last, fifty at most / 最近的五十个用户
  find <who>           a user and where they are signed in / 查找用户及其登录
  disable <who>        no more sign-in, every session ends / 停用账号并结束全部登录
  enable <who>         may sign in again / 恢复账号
  end-sessions <who>   sign out everywhere, may sign in again / 结束全部登录
  reseal               encrypt anew under the first of DATA_SECRETS; afterwards the others may go
                       以 DATA_SECRETS 的第一个密钥重新加密，之后可移除旧密钥

  <who>    user id, openid, or phone number / 用户 id、openid 或手机号
  --dev    the database and secrets of npm run dev, in ./data / 使用 npm run dev 的数据库与密钥

Needs DATABASE_URL, DATA_SECRETS, INDEX_SECRET, from the environment or .env.
Exit code: 0 done / 完成, 1 not found or failed / 未找到或失败, 2 wrong use / 用法有误`

export const sentences = {
  id: { zh: '用户', en: 'user' },
  nickname: { zh: '昵称', en: 'nickname' },
  phone: { zh: '手机号', en: 'phone' },
  createdAt: { zh: '创建于', en: 'created' },
  disabledAt: { zh: '停用于', en: 'disabled' },
  consent: { zh: '同意协议', en: 'agreement accepted' },
  sessions: { zh: '登录中', en: 'signed in' },
  notFound: { zh: '没有这个用户', en: 'There is no such user' },
  disabled: { zh: '已停用', en: 'Disabled' },
  enabled: { zh: '已恢复', en: 'Enabled' },
  ended: { zh: '已结束的登录', en: 'Sessions ended' },
  left: { zh: '剩余', en: 'Left to encrypt' },
  resealed: { zh: '全部数据已使用最新密钥加密', en: 'Everything is encrypted under the newest key' },
  stuck: {
    zh: '部分数据无法用现有密钥解开，请在 DATA_SECRETS 中补回旧密钥',
    en: 'Some rows open with none of the keys: put the older key back into DATA_SECRETS',
  },
} satisfies Record<string, Sentence>
