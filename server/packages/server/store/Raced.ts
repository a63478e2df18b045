/** Thrown inside a transaction that found the world changed by another one; running it again finds it settled. */
export class Raced extends Error {
  override readonly name = 'Raced'

  constructor() {
    super('Another transaction came first')
  }
}
