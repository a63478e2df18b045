/** The words of the first page. */
export const texts = {
  zh: {
    intro: '类型安全的小程序接口：一个按钮登录，一次往返。',
    signIn: '微信登录', check: '检查登录', me: '我是谁', signOut: '退出登录',
    waiting: '请稍候…', stranger: '尚未登录', person: '已登录', since: '注册于', until: '登录有效至',
    left: '已退出登录。', leftOffline: '本机已退出；服务器暂时没有收到，登录会自行过期。',
    account: '账号', happened: '刚才发生了什么', untouched: '不登录也可以随意浏览；点上面的按钮试试。', again: '再试一次',
    more: '更多',
    story: '听个故事（流式回答）', enter: '正式的登录页（勾选协议、手机号）', profile: '我的（头像、手机号、设备）',
    cost: (requests: number, ms: number) => `用了 ${requests} 次请求，${ms} 毫秒`,
  },
  en: {
    intro: 'A type-safe API for mini programs: one tap, one round trip.',
    signIn: 'Sign in', check: 'Check', me: 'Who am I', signOut: 'Sign out',
    waiting: 'One moment…', stranger: 'Not signed in', person: 'Signed in', since: 'member since', until: 'signed in until',
    left: 'Signed out.', leftOffline: 'Signed out on this phone; the server was not told, the session will expire by itself.',
    account: 'Account', happened: 'What just happened', untouched: 'Look around without signing in, or tap a button above.',
    again: 'Try again', more: 'More',
    story: 'Hear a story (a streamed answer)', enter: 'Sign-in as shipped (agreement, phone)', profile: 'Me (picture, phone, devices)',
    cost: (requests: number, ms: number) => `${requests} ${requests === 1 ? 'request' : 'requests'}, ${ms} ms`,
  },
}
