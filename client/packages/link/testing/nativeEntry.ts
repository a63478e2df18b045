/**
 * What a native mini program, one without uni-app, makes of the cases: bundled into one file that its page requires.
 * All it uses of WeChat is `wx`.
 */
import { AbortController } from '../abortController.ts'
import type { RequestEsque } from '../RequestEsque.ts'
import type { ConnectEsque, HostEsque } from '../SocketTaskEsque.ts'
import type { UploadEsque } from '../UploadEsque.ts'
import { createCases } from './runtimeCases.ts'

declare const wx: HostEsque & { request: RequestEsque; connectSocket: ConnectEsque; uploadFile: UploadEsque }

/** `picture` as the program got it from `chooseMedia`. */
export function createNativeCases(key: string, picture: string) {
  return createCases({
    request: wx.request,
    connect: wx.connectSocket,
    upload: wx.uploadFile,
    host: wx,
    origin: 'https://api.example.com',
    socketOrigin: 'wss://api.example.com',
    deadOrigin: 'https://gone.example.com',
    picture,
    // Beside browsers' types, as here, its signal has less than theirs; a mini program's own types ask for no more.
    newController: () => Reflect.construct(AbortController, []),
    key,
  })
}
