// The files of a program: temporary ones, which a person picked or photographed, and its own under
// wx.env.USER_DATA_PATH.

export interface SimulatedFiles {
  /**
   * Puts a file there, as a camera does, and answers its path, such as `wxfile://tmp_1.png`.
   * @param extension without the dot
   */
  add(content: Uint8Array | string, extension: string): string
  /** Puts a file under a path of the program's choice. */
  write(path: string, content: Uint8Array): void
  /** The bytes, or undefined when there is no such file. */
  read(path: string): Uint8Array | undefined
  /** As the system does with temporary files, whenever it likes. */
  remove(path: string): void
  /** Paths that begin so. */
  list(start: string): string[]
}

export function createSimulatedFiles(): SimulatedFiles {
  const files = new Map<string, Uint8Array>()
  let last = 0
  return {
    add(content, extension) {
      const path = `wxfile://tmp_${++last}.${extension}`
      files.set(path, typeof content === 'string' ? Buffer.from(content) : content)
      return path
    },
    write: (path, content) => void files.set(path, content),
    read: (path) => files.get(path),
    remove: (path) => void files.delete(path),
    list: (start) => [...files.keys()].filter((path) => path.startsWith(start)),
  }
}
