// Picking a file and sending it: chooseMedia, chooseAvatar and wx.uploadFile against a real server.
import { describe, expect, it } from 'vitest'
import { openSimulator, type Simulator, type SimulatorOptions } from '../openSimulator.ts'
import { engines } from '../testing/engines.ts'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { startHttp } from '../testing/startHttp.ts'
import { writePackage } from '../testing/writePackage.ts'

interface Received {
  headers: Headers
  form: FormData
}

/** A server that reads multipart forms, and a program whose `send(options)` notes what its task tells. */
async function uploading(
  options: Partial<SimulatorOptions> = {},
  answers = true,
): Promise<{ simulator: Simulator; received: Received[]; arrived: string[] }> {
  const received: Received[] = []
  const arrived: string[] = []
  const { origin } = await startHttp((request, response) => {
    arrived.push(request.url ?? '')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (!answers) return
      const headers = new Headers(
        Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
      )
      void new Response(Buffer.concat(chunks), { headers }).formData().then((form) => {
        received.push({ headers, form })
        response.writeHead(201, { 'content-type': 'application/json', 'x-session-token': 'renewed' }).end('{"ok":true}')
      })
    })
  })
  const simulator = await launchProgram({ hosts: { 'https://api.example.com': origin }, ...options })
  simulator.evaluate(`
    globalThis.results = []; globalThis.progress = []; globalThis.heads = []
    globalThis.send = options => {
      const task = wx.uploadFile({ url: 'https://api.example.com/up', name: 'picture', ...options,
        success: result => results.push({ success: result }), fail: result => results.push({ fail: result }) })
      task.onProgressUpdate(event => progress.push(event)); task.onHeadersReceived(event => heads.push(event))
      return task
    }`)
  return { simulator, received, arrived }
}

async function results(simulator: Simulator, count: number): Promise<unknown> {
  await simulator.waitFor(() => simulator.evaluate('results.length') === count)
  return ask(simulator, 'results')
}

describe('an upload', () => {
  it("is a multipart form with one file, its fields and the program's header", async () => {
    const { simulator, received } = await uploading({ appId: 'wx0123' })
    const filePath = simulator.files.add(Uint8Array.of(137, 80, 78, 71), 'png')
    expect(filePath).toBe('wxfile://tmp_1.png')
    simulator.evaluate(
      `send({ filePath: '${filePath}', header: { Authorization: 'Bearer x', 'Content-Type': 'text/plain' }, formData: { name: '二', size: 3 } })`,
    )
    expect(await results(simulator, 1)).toEqual([
      { success: { statusCode: 201, data: '{"ok":true}', errMsg: 'uploadFile:ok' } },
    ])
    const [one] = received
    expect(one?.headers.get('authorization')).toBe('Bearer x')
    expect(one?.headers.get('content-type')).toMatch(/^multipart\/form-data; boundary=/)
    expect(one?.headers.get('referer')).toBe('https://servicewechat.com/wx0123/0/page-frame.html')
    const file = one?.form.get('picture') as File
    expect([file.name, file.type, [...new Uint8Array(await file.arrayBuffer())]]).toEqual([
      'tmp_1.png',
      'image/png',
      [137, 80, 78, 71],
    ])
    expect([one?.form.get('name'), one?.form.get('size')]).toEqual(['二', '3'])
    expect(await ask(simulator, 'heads')).toMatchObject([{ header: { 'x-session-token': 'renewed' } }])
    expect(simulator.requests).toMatchObject([
      { method: 'POST', statusCode: 201, errMsg: 'uploadFile:ok', data: { filePath } },
    ])
  })

  it('tells its progress up to the end', async () => {
    const { simulator } = await uploading()
    const filePath = simulator.files.add(new Uint8Array(100_000), 'jpg')
    simulator.evaluate(`send({ filePath: '${filePath}' })`)
    await results(simulator, 1)
    const told = (await ask(simulator, 'progress')) as {
      progress: number
      totalBytesSent: number
      totalBytesExpectedToSend: number
    }[]
    expect(told.length).toBeGreaterThan(2)
    expect(told.map((one) => one.totalBytesSent)).toEqual(told.map((one) => one.totalBytesSent).sort((a, b) => a - b))
    const total = told[0]?.totalBytesExpectedToSend
    expect(told.at(-1)).toEqual({ progress: 100, totalBytesSent: total, totalBytesExpectedToSend: total })
  })

  it.each([
    [`{ filePath: 'wxfile://tmp_9.png' }`, { errMsg: 'uploadFile:fail file not found' }],
    [`{}`, { errMsg: 'uploadFile:fail parameter error: parameter.filePath should be String' }],
    [
      `{ name: undefined, filePath: 'wxfile://tmp_1.png' }`,
      { errMsg: 'uploadFile:fail parameter error: parameter.name should be String' },
    ],
    [
      `{ url: 'https://other.example', filePath: 'wxfile://tmp_1.png' }`,
      { errMsg: 'uploadFile:fail url not in domain list', errno: 600002 },
    ],
  ])('is refused for %s, and nothing is sent', async (options, failure) => {
    const { simulator, arrived } = await uploading({ domains: ['https://api.example.com'] })
    simulator.files.add('x', 'png')
    simulator.evaluate(`send(${options})`)
    expect(await results(simulator, 1)).toEqual([{ fail: failure }])
    expect(arrived).toEqual([])
  })

  it('is aborted, and fails without a network', async () => {
    const { simulator, arrived } = await uploading({}, false)
    const filePath = simulator.files.add('x', 'png')
    simulator.evaluate(`globalThis.task = send({ filePath: '${filePath}' })`)
    await simulator.waitFor(() => arrived.length === 1)
    simulator.evaluate('task.abort()')
    expect(await results(simulator, 1)).toEqual([{ fail: { errMsg: 'uploadFile:fail abort' } }])
    simulator.network.offline = true
    simulator.evaluate(`send({ filePath: '${filePath}' })`)
    expect(await results(simulator, 2)).toMatchObject([{}, { fail: { errMsg: 'uploadFile:fail' } }])
  })

  it('counts among the ten that run at a time', async () => {
    const { simulator, arrived } = await uploading({}, false)
    const filePath = simulator.files.add('x', 'png')
    simulator.evaluate(`globalThis.tasks = Array.from({ length: 8 }, () => send({ filePath: '${filePath}' }))
      for (let i = 0; i < 4; i++) wx.request({ url: 'https://api.example.com/ask' })`)
    await simulator.waitFor(() => arrived.length === 10)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect([arrived.length, arrived.filter((url) => url === '/ask').length]).toEqual([10, 2])
    simulator.evaluate('tasks[0].abort(); tasks[1].abort()')
    await simulator.waitFor(() => arrived.length === 12)
  })
})

describe('picking', () => {
  it('gives the files the person picks, no more than were asked for', async () => {
    const picks: string[] = []
    const simulator = await launchProgram({ answerMedia: () => picks })
    picks.push(simulator.files.add('one', 'png'), simulator.files.add('three', 'jpg'))
    expect(await ask(simulator, 'wx.chooseMedia({ count: 1, mediaType: ["image"] })')).toEqual({
      errMsg: 'chooseMedia:ok',
      type: 'image',
      tempFiles: [
        {
          tempFilePath: 'wxfile://tmp_1.png',
          size: 3,
          fileType: 'image',
          width: 100,
          height: 100,
          duration: 0,
          thumbTempFilePath: '',
        },
      ],
    })
  })

  it('fails when the person turns back', async () => {
    expect(await ask(await launchProgram(), 'wx.chooseMedia()')).toEqual({
      rejected: { errMsg: 'chooseMedia:fail cancel' },
    })
  })

  it.each(engines)('lets a test answer the buttons for avatar and phone number on %s', async (_name, engine) => {
    const simulator = await openSimulator({
      engine: engine(),
      packageDir: writePackage({
        'pages/index.js': `Page({
        avatar(e) { console.log(e.detail.avatarUrl) },
        phone(e) { console.log(e.detail.errMsg, e.detail.code) },
      })`,
        'pages/index.wxml': `<button class="avatar" open-type="chooseAvatar" bindchooseavatar="avatar"/>
        <button class="phone" open-type="getPhoneNumber" bindgetphonenumber="phone"/>`,
      }),
    })
    const page = await simulator.launch()
    await page.trigger('.avatar', 'chooseavatar', { avatarUrl: simulator.files.add('face', 'jpeg') })
    await page.trigger('.phone', 'getphonenumber', { errMsg: 'getPhoneNumber:ok', code: 'a phone code' })
    await page.trigger('.phone', 'getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' })
    expect(simulator.console.map((entry) => entry.text)).toEqual([
      'wxfile://tmp_1.jpeg',
      'getPhoneNumber:ok a phone code',
      'getPhoneNumber:fail user deny undefined',
    ])
    simulator.close()
  })
})

describe('consent', () => {
  const refused = { rejected: { errMsg: 'chooseMedia:fail privacy permission is not authorized', errno: 104 } }

  it('is not asked for by a program without an agreement', async () => {
    const simulator = await launchProgram({ answerPrivacy: () => false })
    expect(
      await ask(
        simulator,
        '[wx.requirePrivacyAuthorize(), wx.getPrivacySetting()].reduce((all, one) => all.then(() => one))',
      ),
    ).toMatchObject({ needAuthorization: false })
  })

  it('is asked for by WeChat itself, once, and remembered when the program starts anew', async () => {
    const asked: string[] = []
    const answers = [false, true]
    const options: Partial<SimulatorOptions> = {
      needPrivacyAuthorization: true,
      answerPrivacy: ({ referrer }) => {
        asked.push(referrer)
        return answers.shift() ?? false
      },
    }
    const simulator = await launchProgram(options)
    expect(await ask(simulator, 'wx.chooseMedia()')).toEqual(refused)
    expect(await ask(simulator, 'wx.requirePrivacyAuthorize()')).toEqual({ errMsg: 'requirePrivacyAuthorize:ok' })
    const again = await launchProgram({ ...options, storage: simulator.storage })
    expect(await ask(again, 'wx.chooseMedia()')).toEqual({ rejected: { errMsg: 'chooseMedia:fail cancel' } })
    expect(asked).toEqual(['chooseMedia', 'requirePrivacyAuthorize'])
  })

  it('is left to the program that listens', async () => {
    const simulator = await launchProgram({
      needPrivacyAuthorization: true,
      answerPrivacy: () => {
        throw new Error('not asked')
      },
    })
    simulator.evaluate(`globalThis.answer = 'disagree'
      wx.onNeedPrivacyAuthorization((resolve, { referrer }) => {
        console.log(referrer)
        resolve({ event: 'exposureAuthorization' }); setTimeout(() => resolve({ event: answer, buttonId: 'agree' }))
      })`)
    expect(await ask(simulator, 'wx.getPrivacySetting()')).toMatchObject({ needAuthorization: true })
    expect(await ask(simulator, 'wx.chooseMedia()')).toEqual(refused)
    simulator.evaluate(`answer = 'agree'`)
    expect(await ask(simulator, 'wx.requirePrivacyAuthorize()')).toEqual({ errMsg: 'requirePrivacyAuthorize:ok' })
    expect(await ask(simulator, 'wx.getPrivacySetting()')).toMatchObject({ needAuthorization: false })
    expect(simulator.console.map((entry) => entry.text)).toEqual(['chooseMedia', 'requirePrivacyAuthorize'])
  })
})
