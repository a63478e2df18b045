/** The client's entry: uni-app calls `createApp` once, on every platform. */
import { createSSRApp } from 'vue'
import App from './App.vue'

export function createApp() {
  return { app: createSSRApp(App) }
}
