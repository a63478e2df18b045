// The temporary files of a program: what a person picked or photographed, under paths that only wx understands.

export interface SimulatedFiles {
  /**
   * Puts a file there, as a camera does, and answers its path, such as `wxfile://tmp_1.png`.
   * @param extension without the dot
   */
  add(content: Uint8Array | string, extension: string): string
  /** The bytes, or undefined when there is no such file. */
  read(path: string): Uint8Array | undefined
  /** As the system does with temporary files, whenever it likes. */
  remove(path: string): void
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
    read: path => files.get(path),
    remove: path => void files.delete(path),
  }
}
