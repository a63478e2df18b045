// A hand-written program, launched; it ends with the test.
import { onTestFinished } from 'vitest'
import { exparserEngine } from '../engines/exparser/exparserEngine.ts'
import { openSimulator, type Simulator, type SimulatorOptions } from '../openSimulator.ts'
import { writePackage } from './writePackage.ts'

/** @param given options of the simulator, and files as writePackage takes them */
export async function launchProgram(
  given: Partial<SimulatorOptions> & { files?: Record<string, string | object> } = {},
): Promise<Simulator> {
  const { files = {}, ...options } = given
  const simulator = await openSimulator({ packageDir: writePackage(files), engine: exparserEngine(), ...options })
  onTestFinished(simulator.close)
  await simulator.launch()
  return simulator
}

/** The value of an expression inside, promises awaited, rebuilt outside; a rejection becomes `{ rejected }`. */
export async function ask(simulator: Simulator, expression: string): Promise<unknown> {
  const inside = `Promise.resolve(${expression}).then(JSON.stringify, e => JSON.stringify({ rejected: e }))`
  const text = await (simulator.evaluate(inside) as Promise<string | undefined>)
  return text === undefined ? undefined : JSON.parse(text)
}
