/** Whether the API could listen, asked before anything starts. */
import { createServer } from 'node:net'

/** A sentence for the developer, or null. */
export function portProblem(port: number, host: string): Promise<string | null> {
  return new Promise((answered) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => answered(sentenceOf(error, port, host)))
    server.listen(port, host, () => server.close(() => answered(null)))
  })
}

function sentenceOf({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE')
    return [
      `Port ${port} is taken: stop what uses it, or put PORT=${port + 1} into .env`,
      `端口 ${port} 已被占用，请关闭占用它的程序，或在 .env 中设置 PORT=${port + 1}`,
    ].join(' / ')
  if (code === 'EACCES')
    return `Port ${port} is not for everybody: take one above 1024 / 端口 ${port} 需要特权，请用 1024 以上的端口`
  if (code === 'EADDRNOTAVAIL') return `${host} is no address of this machine: correct HOST / HOST ${host} 不是本机地址`
  return `Port ${port} cannot be used (${message}) / 端口 ${port} 无法使用`
}
