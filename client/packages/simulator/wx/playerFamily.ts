// Players and recorders as objects that take every call of their documentation; nothing is heard, and no event comes.
// https://developers.weixin.qq.com/miniprogram/dev/api/media/audio/InnerAudioContext.html
import type { WxFamily } from './WxHost.ts'

const PLAYS = ['play', 'pause', 'stop', 'seek']
const HEARS = ['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Error', 'Waiting', 'Seeking', 'Seeked']
const listens = (events: string[]): string[] => events.flatMap((name) => [`on${name}`, `off${name}`])

const MAKES: Record<string, string[]> = {
  createInnerAudioContext: [...PLAYS, 'destroy', ...listens(HEARS)],
  getBackgroundAudioManager: [...PLAYS, ...listens([...HEARS, 'Prev', 'Next'])],
  createAudioContext: ['setSrc', 'play', 'pause', 'seek'],
  createVideoContext: [
    ...PLAYS,
    'sendDanmu',
    'playbackRate',
    'requestFullScreen',
    'exitFullScreen',
    'showStatusBar',
    'hideStatusBar',
    'requestBackgroundPlayback',
    'exitBackgroundPlayback',
    'exitPictureInPicture',
  ],
  createLivePlayerContext: [
    'play',
    'pause',
    'stop',
    'mute',
    'resume',
    'requestFullScreen',
    'exitFullScreen',
    'snapshot',
  ],
  createLivePusherContext: [
    'start',
    'stop',
    'pause',
    'resume',
    'switchCamera',
    'toggleTorch',
    'snapshot',
    'startPreview',
    'stopPreview',
  ],
  createCameraContext: ['takePhoto', 'startRecord', 'stopRecord', 'setZoom', 'onCameraFrame'],
  createMapContext: [
    'getCenterLocation',
    'setCenterOffset',
    'moveToLocation',
    'translateMarker',
    'includePoints',
    'getRegion',
    'getScale',
    'addMarkers',
    'removeMarkers',
    'addCustomLayer',
    'removeCustomLayer',
    'initMarkerCluster',
    'on',
    'moveAlong',
  ],
  getRecorderManager: [
    'start',
    'stop',
    'pause',
    'resume',
    ...listens(['Start', 'Stop', 'Pause', 'Resume', 'Error', 'FrameRecorded', 'InterruptionBegin', 'InterruptionEnd']),
  ],
  createInterstitialAd: ['load', 'show', 'destroy', ...listens(['Load', 'Error', 'Close'])],
  createRewardedVideoAd: ['load', 'show', 'destroy', ...listens(['Load', 'Error', 'Close'])],
}

const STATE = {
  src: '',
  paused: true,
  duration: 0,
  currentTime: 0,
  buffered: 0,
  volume: 1,
  loop: false,
  autoplay: false,
  playbackRate: 1,
}

export function playerFamily(): WxFamily {
  return Object.fromEntries(
    Object.entries(MAKES).map(([name, methods]) => [
      name,
      () => ({ ...STATE, ...Object.fromEntries(methods.map((method) => [method, () => undefined])) }),
    ]),
  )
}
