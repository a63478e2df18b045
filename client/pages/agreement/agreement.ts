/** The agreement: what somebody accepts by signing in. Put your own here. */

/** The day of its last change. The server keeps it with each consent, which tells who accepted an older one. */
export const agreementVersion = '2026-11-22'

export const agreement = {
  zh: {
    title: '用户协议',
    paragraphs: [
      '这是一个示例程序。正式发布前，请换成您自己的协议。',
      '登录：登录后可以保存自己的内容。不登录也可以浏览。',
      '使用：请不要发布违法或侵犯他人权益的内容；违反的账号会被停用。',
      '注销：随时可以在「我的」里注销账号，所有设备退出登录，无法恢复。',
    ],
  },
  en: {
    title: 'Agreement',
    paragraphs: [
      'This is an example. Put your own agreement here before you publish.',
      'Signing in: signed in, you may keep what is yours. Browsing needs none.',
      'Use: publish nothing against the law or the rights of others; such accounts are disabled.',
      'Leaving: delete your account under “Me” at any time; every device is signed out, and there is no way back.',
    ],
  },
}
