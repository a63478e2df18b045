/** The table of contents of the API. The client imports the type AppRouter, and nothing else of the server. */
import { authRouter } from './auth.ts'
import { demoRouter } from './demo.ts'
import { notesRouter } from './notes.ts'
import { router } from './trpc.ts'
import { userRouter } from './user.ts'

export const appRouter = router({
  auth: authRouter,
  user: userRouter,
  notes: notesRouter,
  demo: demoRouter,
})

export type AppRouter = typeof appRouter
