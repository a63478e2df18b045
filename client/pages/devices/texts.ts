/** The words of the devices page. */
export const texts = {
  zh: {
    title: '登录设备',
    intro: '这些设备登录着您的账号。不认识的，请结束它。',
    unknown: '未知设备',
    current: '本机',
    last: '最近使用',
    end: '结束',
    endOthers: '结束其他所有登录',
    confirmEnd: '结束这台设备的登录？它需要重新登录才能使用。',
    confirmOthers: '结束除本机外的所有登录？',
    stranger: '尚未登录，登录后可以看到设备。',
    ended: (count: number) => `已结束 ${count} 个登录。`,
  },
  en: {
    title: 'Devices',
    intro: 'These devices are signed in to your account. End what you do not know.',
    unknown: 'Unknown device',
    current: 'This phone',
    last: 'last used',
    end: 'End',
    endOthers: 'End all others',
    confirmEnd: 'Sign this device out? It has to sign in again.',
    confirmOthers: 'Sign out every device but this one?',
    stranger: 'Sign in to see your devices.',
    ended: (count: number) => `${count} signed out.`,
  },
}
