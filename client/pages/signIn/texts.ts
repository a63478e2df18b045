/** The words of the sign-in page. */
export const texts = {
  zh: {
    title: '登录', intro: '登录后可以设置头像昵称、绑定手机号、管理设备。不登录也能浏览。',
    read: '我已阅读并同意', agreement: '《用户协议》', and: '和', privacy: '《隐私保护指引》', tick: '同意用户协议和隐私保护指引',
    enter: '微信一键登录', withPhone: '手机号快捷登录', skip: '暂不登录，先逛逛',
    phoneInWeChat: '手机号登录只在微信里有；这里是浏览器预览。',
    first: '请先阅读协议，并勾选同意。', waiting: '正在登录…', again: '再试一次', goOn: '继续',
    orWithoutPhone: '也可以改用「微信一键登录」。', withoutPhone: '已登录，但手机号没有绑定成功；可以稍后在「我的」里绑定。',
  },
  en: {
    title: 'Sign in', intro: 'Signed in, you may set a picture and a name, bind a phone and see your devices. Browsing needs none of it.',
    read: 'I have read and accept the', agreement: 'Agreement', and: 'and the', privacy: 'Privacy notice', tick: 'Accept the agreement and the privacy notice',
    enter: 'Sign in with WeChat', withPhone: 'Sign in with phone number', skip: 'Not now, just browse',
    phoneInWeChat: 'Phone numbers come from WeChat only; this is a preview in a browser.',
    first: 'Read the agreement and tick the box first.', waiting: 'Signing in…', again: 'Try again', goOn: 'Go on',
    orWithoutPhone: ' Or sign in with WeChat alone.', withoutPhone: 'You are signed in, but the phone was not bound; you may bind it later under “Me”.',
  },
}
