// What is noted of everything a program asks of the network, for a test to read.

/** One wx.request or wx.uploadFile. `statusCode` is set once it succeeded, `errMsg` once it is over. */
export interface RequestRecord {
  method: string
  url: string
  header: Record<string, string>
  data: unknown
  statusCode?: number
  errMsg?: string
}

/** One wx.connectSocket. `closed` is set once the program was told of the end. */
export interface SocketRecord {
  url: string
  header: Record<string, string>
  /** What the program sent, in order; bytes as they were. */
  sent: unknown[]
  closed?: { code: number; reason: string }
}
