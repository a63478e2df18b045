// The one phone every test runs on, in CSS pixels.

export const WINDOW = {
  pixelRatio: 2,
  screenWidth: 375,
  screenHeight: 812,
  windowWidth: 375,
  windowHeight: 724,
  statusBarHeight: 44,
  screenTop: 88,
  safeArea: { left: 0, right: 375, top: 44, bottom: 778, width: 375, height: 734 },
}

/**
 * The capsule in the corner.
 * https://developers.weixin.qq.com/miniprogram/dev/api/ui/menu/wx.getMenuButtonBoundingClientRect.html
 */
export const MENU_BUTTON = { width: 87, height: 32, top: 48, right: 368, bottom: 80, left: 281 }
