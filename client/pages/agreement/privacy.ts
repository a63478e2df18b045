/**
 * The privacy notice: what is kept, why, for how long, and how to have it deleted. WeChat shows the one of the console
 * (《用户隐私保护指引》); this one is for browsers and old clients. Put your own here.
 */
export const privacy = {
  zh: {
    title: '隐私保护指引',
    paragraphs: [
      '这是一个示例程序。正式发布前，请换成您自己的说明，并在小程序后台填写《用户隐私保护指引》。',
      '登录：我们保存微信给出的用户标识，用来认出是您。',
      '头像、昵称：只在您主动设置时保存，用来展示。',
      '手机号：只在您授权时保存，加密存储，页面上只显示前三位和后四位。随时可以解绑。',
      '设备：保存设备型号、脱敏后的网络地址和时间，让您看到哪里登录着，并能结束它。',
      '注销：在「我的」里注销账号后，以上个人信息立即删除。',
    ],
  },
  en: {
    title: 'Privacy notice',
    paragraphs: [
      'This is an example. Before you publish, put your own notice here, and fill in the one in WeChat’s console.',
      'Signing in: we keep the id that WeChat gives for you, to know you again.',
      'Picture and name: kept only when you set them, to be shown.',
      'Phone number: kept only when you share it, encrypted; pages show seven of its digits. Unbind it at any time.',
      'Devices: model, masked network address and times, so that you can see where you are signed in, and end it.',
      'Leaving: delete your account under “Me”, and all of the above is deleted at once.',
    ],
  },
}
