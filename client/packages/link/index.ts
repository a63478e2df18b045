/** What the package `uni-trpc-link` offers; `./adapters`, `./vite` and `./abort` are entries of their own. */
export { AbortController, type AbortSignal } from './abortController.ts'
export { uniLink } from './uniLink.ts'
export type { UniLinkBaseOptions, UniLinkOptions } from './UniLinkOptions.ts'
export { createQueue, type Queue, type QueueOptions } from './queue.ts'
export { jsonlStream, type JsonlStreamOptions } from './jsonlStream.ts'
export type { Read } from './reading.ts'
export { retryQueries, type RetryQueriesOptions } from './retryQueries.ts'
export { kindOf, TransportError, type ForeignAnswer, type TransportKind } from './TransportError.ts'
export { uniBytesLink, type BytesLinkBaseOptions, type UniBytesLinkOptions } from './bytesLink.ts'
export { uniEventsLink, type EventsLinkBaseOptions, type UniEventsLinkOptions } from './eventsLink.ts'
export { uniSocketLink, type SocketHandle } from './socketLink.ts'
export type { SocketLinkBaseOptions, UniSocketLinkOptions } from './SocketLinkOptions.ts'
export { upload, type FileToUpload, type UploadCallOptions } from './upload.ts'
export { uniUploadLink, type UniUploadLinkOptions, type UploadLinkBaseOptions } from './uploadLink.ts'
export type {
  AnswerEsque,
  FailureEsque,
  ReceivedChunkEsque,
  ReceivedHeadersEsque,
  RequestEsque,
  RequestOptionsEsque,
  RequestTaskEsque,
} from './RequestEsque.ts'
export type { ConnectEsque, ConnectOptionsEsque, HostEsque, SocketTaskEsque } from './SocketTaskEsque.ts'
export type { UploadEsque, UploadOptionsEsque, UploadProgressEsque, UploadTaskEsque } from './UploadEsque.ts'
