export type { RequestEsque, RequestOptionsEsque } from './RequestEsque.ts'
export { hear, until } from './testing/hear.ts'
export { createNodeRequest } from './testing/nodeRequest.ts'
export { createNodeSocket } from './testing/nodeSocket.ts'
