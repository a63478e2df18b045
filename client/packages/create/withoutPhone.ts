/** What changes in a project that never asks for phone numbers. */
import type { Change } from './change.ts'

const server: readonly Change[] = [
  {
    path: 'server/procedures/user.ts',
    edits: [
      ['what one shows, the phone, and leaving', 'what one shows, and leaving'],
      ['bindPhoneInput, ', ''],
    ],
    cuts: [['  /** Binds the number', '  /** Deletes what is personal']],
  },
  {
    path: 'shared/schemas.ts',
    edits: [
      [', encrypted: 4096, iv: 64', ''],
      [
        `
/** What the phone number button gives: a code or, from old clients, the number encrypted with the session key. */
export const bindPhoneInput = z.union([
  z.strictObject({ code: text(longest.code).min(1) }),
  z.strictObject({ encryptedData: text(longest.encrypted).min(1), iv: text(longest.iv).min(1) }),
])
`,
        '',
      ],
    ],
  },
]

const signInPage: readonly Change[] = [
  {
    path: 'client/pages/signIn/signIn.vue',
    edits: [
      ['ticked beforehand; the phone number is offered, not required.', 'ticked beforehand.'],
      ['const { language, texts, size }', 'const { texts, size }'],
      [
        `      <!-- #ifndef MP-WEIXIN -->
      <text class="note">{{ texts.phoneInWeChat }}</text>
      <!-- #endif -->
`,
        '',
      ],
    ],
    lines: ['import { explain, phoneAnswer'],
    cuts: [
      ['/** The button asks WeChat for a number', 'async function signIn()'],
      [
        '      <!-- #ifdef MP-WEIXIN -->\n      <button\n        class="button enter-with-phone"',
        '      <button class="button skip"',
      ],
    ],
  },
  {
    path: 'client/pages/signIn/texts.ts',
    edits: [
      ['、绑定手机号', ''],
      ['a picture and a name, bind a phone and see', 'a picture and a name, and see'],
    ],
    lines: ['withPhone:', 'phoneInWeChat:', 'orWithoutPhone:', 'withoutPhone:'],
  },
]

const ownPage: readonly Change[] = [
  {
    path: 'client/pages/me/me.vue',
    edits: [
      ['picture and name, phone, devices', 'picture and name, devices'],
      [
        `      <!-- #ifndef MP-WEIXIN -->
      <text class="cells-tip">{{ texts.phoneInWeChat }}</text>
      <!-- #endif -->
`,
        '',
      ],
    ],
    lines: ['import { phoneAnswer'],
    cuts: [
      ['function onPhone(', 'function signOut('],
      [
        '        <view class="cell">\n          <text class="cell-name">{{ texts.phone }}',
        '        <navigator class="cell devices-link"',
      ],
    ],
  },
  {
    path: 'client/pages/me/useProfile.ts',
    edits: [[', type PhoneProof }', ' }']],
    lines: ['bindPhone:', 'unbindPhone:'],
  },
  {
    path: 'client/pages/me/texts.ts',
    edits: [
      ['、绑定手机号', ''],
      ['、手机号会', '会'],
      ['a name, bind a phone, and see', 'a name, and see'],
      ['Picture, name and phone go', 'Picture and name go'],
    ],
    lines: [
      ...['phone:', 'unbound:', 'bind:', 'change:', 'unbind:'],
      ...['phoneInWeChat:', 'bound:', 'unboundNow:', 'confirmUnbind:'],
    ],
  },
]

const otherPages: readonly Change[] = [
  { path: 'client/pages/agreement/privacy.ts', lines: ["'手机号：", "'Phone number: "] },
  {
    path: 'client/pages/index/texts.ts',
    edits: [
      ['头像、手机号、登录设备', '头像、登录设备'],
      ['picture, phone, devices', 'picture, devices'],
    ],
  },
  {
    path: 'client/pages/workbench/texts.ts',
    edits: [
      ['（勾选协议、手机号）', '（勾选协议）'],
      ['（头像、手机号）', '（头像、昵称）'],
      ['(agreement, phone)', '(agreement)'],
      ['(picture, phone)', '(picture, name)'],
    ],
  },
]

export const withoutPhone: readonly Change[] = [...server, ...signInPage, ...ownPage, ...otherPages]
