/** The server of the well-known tutorial on Express 5, as small as it stands there: a string secret, no database. */
import { createServer } from 'node:http'
import express from 'express'
import jwt from 'jsonwebtoken'
import { listen } from './peer.ts'

const secret = 'a string, as the tutorial has it'

const app = express()
app.use(express.json())
app.post('/isAuth', (request, response) => {
  const bearer = (request.headers.authorization ?? '').replace('Bearer ', '')
  jwt.verify(bearer, secret, (error, decoded) => void (error ? response.status(401).end() : response.json({ decoded })))
})
const token = jwt.sign({ openid: 'o', session_key: 'k' }, secret, { expiresIn: '2h' })
listen(createServer(app), { authorization: `Bearer ${token}` })
