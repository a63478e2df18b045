/** The words of the first page, whose title is the program's name. */
const title = import.meta.env.VITE_APP_NAME

export const texts = {
  zh: {
    title,
    intro: '记下笔记，换了手机也在。不登录也可以先逛逛。',
    enter: '登录',
    picture: '头像',
    unnamed: '微信用户',
    me: '我的：头像、手机号、登录设备',
    notes: '笔记',
    story: '听个故事',
    // #ifdef WORKBENCH
    workbench: '工作台（开发者）',
    // #endif
  },
  en: {
    title,
    intro: 'Notes that are there on your next phone, too. Looking around needs no sign-in.',
    enter: 'Sign in',
    picture: 'Picture',
    unnamed: 'WeChat user',
    me: 'Me: picture, phone, devices',
    notes: 'Notes',
    story: 'Hear a story',
    // #ifdef WORKBENCH
    workbench: 'Workbench (developers)',
    // #endif
  },
}
