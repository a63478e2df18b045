/** Everything that is bounded, by the name its figure has in the code, and what a caller sees beyond it. */

export interface Bound {
  readonly what: string
  /** A constant of the code, or a member of one: the only one of this name in files that begin with `within`. */
  readonly named: string
  readonly within?: string
  readonly beyond: string
}

const busy = '503 `STORE_BUSY` with `Retry-After`'
const limited = '429 `RATE_LIMITED` with `Retry-After`'
const unreachable = '`WECHAT_UNREACHABLE`'

/** By topic. */
export const bounds: Readonly<Record<string, readonly Bound[]>> = {
  'Requests and connections': [
    {
      what: 'Body of a call that takes no form',
      named: 'maxBytes',
      within: 'server/packages/server/',
      beyond: '413',
    },
    { what: 'Calls in a batch', named: 'maxBatchSize', beyond: '400' },
    { what: 'Levels of JSON in a body', named: 'mostLevels', beyond: '400 `INPUT_INVALID`' },
    { what: 'Members of JSON in a body', named: 'mostMembers', beyond: '400 `INPUT_INVALID`' },
    { what: 'Calls waiting or at work in a node', named: 'mostCalls', beyond: busy },
    {
      what: 'Wait of a call for its turn, half a second long without a break',
      named: 'targetMs',
      within: 'server/packages/server/http/',
      beyond: 'of those who waited longer a third: 503 `STORE_BUSY` with `Retry-After`',
    },
    {
      what: 'Wait of a call that is taken, of 99 in 100, whatever is offered',
      named: 'acceptedMs',
      within: 'server/packages/server/http/',
      beyond: '`npm run prove:overload` fails',
    },
    { what: 'Sign-ins waiting or at work in a node', named: 'mostAtOnce', beyond: busy },
    { what: 'Time for a whole request', named: 'requestMs', beyond: '408, and the connection is closed' },
    { what: 'Time in which nothing moves on a connection', named: 'stalledMs', beyond: 'the connection is closed' },
    {
      what: 'Connections that the system holds until they are taken',
      named: 'backlog',
      beyond: 'the next try of the client’s system',
    },
    { what: 'Body that nobody needs and is read away', named: 'lingerBytes', beyond: 'the connection is closed' },
    { what: 'Idle connection, by `KEEP_ALIVE`, at most', named: 'longestKeepAliveMs', beyond: 'the start is refused' },
  ],
  Sockets: [
    { what: 'Message', named: 'maxMessageBytes', beyond: 'closed with 1009' },
    { what: 'Messages of one connection', named: 'maxMessages', beyond: 'closed with 1008' },
    { what: 'Connections of one session', named: 'maxPerSession', beyond: '`RATE_LIMITED`' },
    { what: 'Connections of one address that name no session', named: 'maxNamelessPerAddress', beyond: '429' },
    { what: 'What a client has not read', named: 'maxUnreadBytes', beyond: 'the connection is cut' },
  ],
  'What a person may': [
    {
      what: 'Failed sign-ins of an address, a minute',
      named: 'failedSignIns',
      within: 'server/packages/auth/',
      beyond: limited,
    },
    { what: 'Sign-ins of a person, a minute', named: 'signIns', within: 'server/packages/auth/', beyond: limited },
    {
      what: 'Phone codes of a person, a minute',
      named: 'phoneCodes',
      within: 'server/packages/auth/',
      beyond: limited,
    },
    { what: 'Pictures of a person, a minute', named: 'pictures', within: 'server/packages/auth/', beyond: limited },
    { what: 'A picture', named: 'mostBytes', beyond: '`PICTURE_INVALID`' },
    { what: 'Characters of a token', named: 'longestToken', beyond: '401 `TOKEN_INVALID`' },
    { what: 'Notes of a person', named: 'mostNotes', within: 'server/procedures/', beyond: '`INPUT_INVALID`' },
    { what: 'Characters of a note', named: 'longestNote', beyond: '`INPUT_INVALID`' },
    { what: 'Sessions that are listed', named: 'mostListed', beyond: 'the newest are told' },
  ],
  WeChat: [
    { what: 'Time for one call, all tries in it', named: 'defaultDeadlineMs', beyond: unreachable },
    { what: 'Tries where it is busy', named: 'mostTries', beyond: '`WECHAT_BUSY`' },
    { what: 'Answer of JSON', named: 'longestAnswerBytes', beyond: unreachable },
    { what: 'Answer of a file', named: 'longestFileBytes', beyond: unreachable },
    { what: 'Age of a proof of a number', named: 'longestAgeMs', beyond: unreachable },
  ],
  'The process and its database': [
    {
      what: 'Wait for the database',
      named: 'busyDeadlineMs',
      within: 'server/packages/server/',
      beyond: busy,
    },
    { what: 'Wait for the database at the start', named: 'openDeadlineMs', beyond: 'the process ends with a sentence' },
    { what: 'Writes that share one transaction of SQLite', named: 'mostTogether', beyond: 'the next transaction' },
    {
      what: 'Statements of SQLite that are kept prepared',
      named: 'mostKept',
      within: 'server/packages/server/',
      beyond: 'the oldest is made anew',
    },
    { what: 'Statements of PostgreSQL that have a name', named: 'mostNamed', beyond: 'sent without a name' },
    {
      what: 'Signatures of tokens that are remembered',
      named: 'mostKept',
      within: 'server/packages/auth/',
      beyond: 'the oldest is checked anew',
    },
    { what: 'Counts of the limits in memory', named: 'mostKeys', beyond: 'the oldest is forgotten' },
    { what: 'Log that nobody takes', named: 'longestBacklogBytes', beyond: 'further lines are lost' },
    { what: 'Characters of an error’s message in the log', named: 'longestMessage', beyond: 'cut' },
    { what: 'Age of the audit', named: 'keptAuditMs', beyond: 'forgotten' },
    { what: 'Age of spent codes', named: 'rememberedMs', beyond: 'forgotten; WeChat’s own end after five minutes' },
    { what: 'What runs once a node is asked to stop', named: 'runningMs', beyond: 'the connection is cut' },
    { what: 'All of the stopping', named: 'graceMs', beyond: 'the process ends with 1' },
  ],
}
