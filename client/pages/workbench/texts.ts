/** The words of the workbench. */
export const texts = {
  zh: {
    title: '工作台', intro: '给开发者：每个按钮调用一次接口，下面写着结果和代价。发布的版本里没有这一页。',
    signIn: '微信登录', check: '检查登录', me: '我是谁', signOut: '退出登录',
    waiting: '请稍候…', stranger: '尚未登录', person: '已登录', since: '注册于', until: '登录有效至',
    left: '已退出登录。', leftOffline: '本机已退出；服务器暂时没有收到，登录会自行过期。',
    account: '账号', happened: '刚才发生了什么', untouched: '不登录也可以随意浏览；点上面的按钮试试。', again: '再试一次',
    more: '更多',
    story: '听个故事（流式回答）', enter: '正式的登录页（勾选协议、手机号）', profile: '我的（头像、手机号）', devices: '登录设备',
    cost: (requests: number, ms: number) => `用了 ${requests} 次请求，${ms} 毫秒`,
  },
  en: {
    title: 'Workbench', intro: 'For developers: each button is a call, its answer and cost stand below. What is published has no such page.',
    signIn: 'Sign in', check: 'Check', me: 'Who am I', signOut: 'Sign out',
    waiting: 'One moment…', stranger: 'Not signed in', person: 'Signed in', since: 'member since', until: 'signed in until',
    left: 'Signed out.', leftOffline: 'Signed out on this phone; the server was not told, the session will expire by itself.',
    account: 'Account', happened: 'What just happened', untouched: 'Look around without signing in, or tap a button above.',
    again: 'Try again', more: 'More',
    story: 'Hear a story (a streamed answer)', enter: 'Sign-in as shipped (agreement, phone)', profile: 'Me (picture, phone)', devices: 'Devices',
    cost: (requests: number, ms: number) => `${requests} ${requests === 1 ? 'request' : 'requests'}, ${ms} ms`,
  },
}
