/** The words of the page about oneself. */
export const texts = {
  zh: {
    title: '我的', waiting: '请稍候…', again: '再试一次',
    stranger: '登录后可以设置头像昵称、绑定手机号、管理设备。', enter: '去登录', account: '账号', profile: '个人资料',
    avatar: '头像', changeAvatar: '更换', uploading: (percent: number) => `上传中 ${percent}%`, avatarSaved: '头像已更新。',
    nickname: '昵称', unnamed: '未设置', edit: '修改', save: '保存', cancel: '取消', nicknameHint: '1 到 32 个字', nicknameLength: '昵称要有 1 到 32 个字；填了却被清空，是没有通过微信的审核，请换一个。',
    refused: '微信的审核没有通过这个昵称，请换一个。', late: '微信还没有审核完，昵称没有保存。请点一下昵称框，再点保存。', nicknameSaved: '昵称已更新。',
    phone: '手机号', unbound: '未绑定', bind: '绑定', change: '更换', unbind: '解绑', phoneInWeChat: '绑定手机号只在微信里有；这里是浏览器预览。',
    bound: '手机号已绑定。', unboundNow: '手机号已解绑。', confirmUnbind: '解绑手机号？以后可以重新绑定。',
    devices: '登录设备', signOut: '退出登录', leave: '注销账号', left: '账号已注销，个人信息已删除。',
    confirmLeave: '注销账号？头像、昵称、手机号会立即删除，所有设备都会退出登录，无法恢复。', signedOut: '已退出登录。', signedOutHere: '本机已退出；服务器暂时没有收到，登录会自行过期。',
  },
  en: {
    title: 'Me', waiting: 'One moment…', again: 'Try again',
    stranger: 'Sign in to set a picture and a name, bind a phone, and see your devices.', enter: 'Sign in', account: 'Account', profile: 'Profile',
    avatar: 'Picture', changeAvatar: 'Change', uploading: (percent: number) => `Uploading ${percent}%`, avatarSaved: 'The new picture is saved.',
    nickname: 'Name', unnamed: 'not set', edit: 'Edit', save: 'Save', cancel: 'Cancel', nicknameHint: '1 to 32 characters', nicknameLength: 'A name has 1 to 32 characters. If WeChat emptied the field, its review refused the name: choose another.',
    refused: 'WeChat’s review refused this name. Choose another.', late: 'WeChat has not finished its review, so nothing is saved. Tap the name, then save again.', nicknameSaved: 'The new name is saved.',
    phone: 'Phone', unbound: 'not bound', bind: 'Bind', change: 'Change', unbind: 'Unbind', phoneInWeChat: 'Phone numbers come from WeChat only; this is a preview in a browser.',
    bound: 'The phone is bound.', unboundNow: 'The phone is unbound.', confirmUnbind: 'Unbind the phone? You may bind it again later.',
    devices: 'Devices', signOut: 'Sign out', leave: 'Delete account', left: 'The account is deleted, and all that was personal with it.',
    confirmLeave: 'Delete the account? Picture, name and phone are deleted at once, and every device is signed out. There is no way back.', signedOut: 'Signed out.', signedOutHere: 'Signed out on this phone; the server was not told, the session will expire by itself.',
  },
}
