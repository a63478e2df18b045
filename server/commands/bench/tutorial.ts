/** The server of the well-known tutorial, as small as it stands there: a string secret, no database. For the bench. */
import express from 'express'
import jwt from 'jsonwebtoken'

const secret = 'a string, as the tutorial has it'

export function createTutorial() {
  const app = express()
  app.use(express.json())
  app.post('/isAuth', (incoming, response) => {
    const bearer = (incoming.headers.authorization ?? '').replace('Bearer ', '')
    jwt.verify(bearer, secret, (error, decoded) => void (error ? response.status(401).end() : response.json({ decoded })))
  })
  return { app, token: jwt.sign({ openid: 'o', session_key: 'k' }, secret, { expiresIn: '2h' }) }
}
