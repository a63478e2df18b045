/**
 * For a client's tsconfig: `"types": ["@dcloudio/types", "uni-trpc-session/globals"]`. What a mini program has and what
 * its builds put in; what only a browser or Node has does not type-check.
 */
import './phone'
import './build'
import './vue'
