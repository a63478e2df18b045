/**
 * What has to hold, one line each, found in the tests' titles by letter and number, such as "A1: …". Written after
 * OWASP ASVS 5.0, RFC 8725, WeChat's rules for mini programs, and what the sign-in servers that people trust test.
 */

export interface Requirement {
  /** Such as `A1`: the letter is the topic. */
  readonly id: string
  readonly words: string
  /** What no test of the suite can show: the command that does, or why the line asks nothing of this server. */
  readonly instead?: string
}

export const topics: Readonly<Record<string, string>> = {
  A: 'Tokens',
  B: 'Sessions',
  C: 'When WeChat fails',
  D: 'When the database fails',
  E: 'At the same time',
  F: 'Bad input',
  G: 'Abuse',
  H: 'Secrets and logs',
  I: 'Life of the process, and load',
}

export const requirements: readonly Requirement[] = [
  { id: 'A1', words: 'A token signed by any other algorithm than the one configured, or by none, is refused.' },
  { id: 'A2', words: 'A token with any of its bytes changed is refused.' },
  { id: 'A3', words: 'Every claim must be there and be the expected one.' },
  { id: 'A4', words: 'The two kinds of token are told apart by type and audience, and neither serves as the other.' },
  {
    id: 'A5',
    words:
      'A key id chooses among the configured keys and nothing else; a header that says where to find a key is ignored.',
  },
  { id: 'A6', words: 'A signing secret that is short or guessable stops the start, and is not printed.' },
  { id: 'A7', words: 'Signing secrets are changed without signing anybody out, and a removed one ends its tokens.' },
  { id: 'A8', words: 'A token counts to its last millisecond: who checks also signed, so no clock is given grace.' },
  { id: 'A9', words: 'A token, an unused session and a session altogether have a life that ends.' },
  { id: 'A10', words: 'A token holds the claims of the contract and nothing about the person.' },
  { id: 'A11', words: 'A token is taken from the header, never from a URL, and no log repeats one that stood there.' },
  {
    id: 'B12',
    words:
      'Session ids are random, new at every sign-in, and no stored row opens anything: the database holds no token.',
  },
  { id: 'B13', words: 'A sign-out counts at once, on every node.' },
  { id: 'B14', words: 'A person ends this session, the others, or all.' },
  { id: 'B15', words: 'A disabled or deleted user is let in nowhere.' },
  { id: 'B16', words: 'An operator ends every session of a user.' },
  { id: 'B17', words: 'A person sees where they are signed in and ends any of it, and nobody else’s.' },
  { id: 'B18', words: 'A phone number changes with a fresh proof of the new one only.' },
  {
    id: 'B19',
    words: 'A token is replaced by a newer one while it is used, and an old sign-in never by an older answer.',
    instead: 'There is no refresh token that could be used twice; renewal is tested under `E51` and `E53`.',
  },
  { id: 'B20', words: 'An answer that is lost on its way leaves one session of one phone.' },
  { id: 'B21', words: 'When a session was last seen is written every few minutes, not at every request.' },
  { id: 'B22', words: 'A user has so many sessions at most; the oldest gives way.' },
  { id: 'B23', words: 'What ended or expired long ago is forgotten.' },
  { id: 'C24', words: 'A slow WeChat is waited for within one deadline, and no socket stays open.' },
  { id: 'C25', words: 'A long or endless answer is cut at a limit.' },
  { id: 'C26', words: 'Every broken connection to WeChat is one named error, and the next sign-in works.' },
  { id: 'C27', words: 'An answer that is none creates nobody and throws nothing unnamed.' },
  { id: 'C28', words: 'An answer without an openid is an error, not a person.' },
  { id: 'C29', words: 'Every error number of WeChat becomes one refusal of ours.' },
  { id: 'C30', words: 'Only "busy" is asked again, a few times, within the deadline.' },
  { id: 'C31', words: 'A code whose answer was lost is not sent again; the next code works.' },
  { id: 'C32', words: 'A used up quota stops the asking, and the client is told how long.' },
  { id: 'C33', words: 'No redirect of WeChat’s is followed, so the secret goes nowhere else.' },
  { id: 'C34', words: 'The access token is renewed before its end, and once when WeChat refuses it, never in a loop.' },
  { id: 'C35', words: 'While the token endpoint is down the token at hand goes on to serve.' },
  { id: 'C36', words: 'A phone number for another app, or from too long ago, is refused, and its code serves once.' },
  { id: 'D37', words: 'A locked file is waited for, then refused by name, with nothing half written.' },
  { id: 'D38', words: 'A full or read-only disk is refused by name, harms nothing, and is got over.' },
  { id: 'D39', words: 'A PostgreSQL that crashes under load loses nothing that was acknowledged, and the pool heals.' },
  { id: 'D40', words: 'A lost connection, a full pool or a slow statement is a bounded wait and a named refusal.' },
  { id: 'D41', words: 'Transactions in each other’s way are tried again or named, and no SQL is shown.' },
  { id: 'D42', words: 'Whatever statement fails, everything of it is written or nothing.' },
  { id: 'D43', words: 'Two nodes on one database are one server: limits, codes and ends are shared.' },
  { id: 'D44', words: 'Migrations may run twice, on two nodes at once, and beside an older server.' },
  { id: 'D45', words: 'SQLite and PostgreSQL keep one contract.' },
  { id: 'E46', words: 'One code sent twice at once is one session and one refusal.' },
  { id: 'E47', words: 'Many sign-ins of one person at once are one user.' },
  { id: 'E48', words: 'One phone number proved by two at once belongs to one of them.' },
  { id: 'E49', words: 'A thousand calls on a cold access token ask for it once.' },
  { id: 'E50', words: 'A failure is told to all who waited, and not kept.' },
  { id: 'E51', words: 'An older answer that comes late never takes the place of a newer one.' },
  { id: 'E52', words: 'A sign-out is not undone by what was on its way.' },
  {
    id: 'E53',
    words: 'Two requests that renew one token at once are both answered, and both tokens name the one session.',
  },
  { id: 'E54', words: 'Two apps of one company know one person by the unionid.' },
  { id: 'E55', words: 'Ten calls with a dead token are one sign-in and ten answers.' },
  { id: 'F56', words: 'A batch that is broken, too long or empty is a 4xx.' },
  { id: 'F57', words: 'A body over the limit is refused, and no length that lies helps it.' },
  { id: 'F58', words: 'No input pollutes a prototype.' },
  { id: 'F59', words: 'Deep, huge, doubled or marked JSON is answered at once and harms nothing.' },
  { id: 'F60', words: 'Odd characters are kept exactly or refused.' },
  { id: 'F61', words: 'A body of another content type is a 415.' },
  { id: 'F62', words: 'Odd methods, paths, versions and headers are a 4xx, and the server goes on.' },
  { id: 'F63', words: 'A request with two lengths is refused, so that nobody smuggles a second one.' },
  { id: 'F64', words: 'An unknown field is refused.' },
  {
    id: 'F65',
    words:
      'Every procedure has a policy, and holds it for no token, an expired, an ended, a disabled one, and another person’s things.',
  },
  { id: 'F66', words: 'Slow and silent connections keep nobody from being served.' },
  { id: 'F67', words: 'No answer tells anything from inside: no stack, SQL, path or version.' },
  { id: 'F68', words: 'What nobody caught is logged whole, and ends the process with 1 once what runs is answered.' },
  { id: 'G69', words: 'Attempts are limited by address and by person, also two at once.' },
  { id: 'G70', words: 'The address is the socket’s unless a trusted proxy says another.' },
  { id: 'G71', words: 'What cannot be a code never reaches WeChat.' },
  { id: 'G72', words: 'A used code is refused on every node and after a restart, and the audit knows.' },
  { id: 'G73', words: 'A stolen token is dead as soon as its session is ended.' },
  { id: 'G74', words: 'While the limits’ database is down memory counts, and sign-in goes on.' },
  { id: 'G75', words: 'Pages of listed origins only may call.' },
  { id: 'G76', words: 'A phone number is shown masked.' },
  {
    id: 'G77',
    words: 'Who has a number is not told.',
    instead:
      'A number is bound only with WeChat’s proof of it, so `PHONE_TAKEN` is said to its holder alone; nobody can ask about another’s.',
  },
  { id: 'G78', words: 'No stand-in for WeChat is there in production.' },
  {
    id: 'H79',
    words:
      'No log, metric, answer, URL, build, page of the database or crash report holds a code, token, session key, secret or phone number.',
  },
  { id: 'H80', words: 'No error repeats a URL that holds the secret.' },
  { id: 'H81', words: 'Missing, short or equal secrets stop the start, all told at once.' },
  { id: 'H82', words: 'The session key is answered by no procedure and readable in no database.' },
  { id: 'H83', words: 'The built program holds no secret, source map or repository.' },
  { id: 'H84', words: 'A phone number cannot be read in the database.' },
  {
    id: 'H85',
    words: 'The app secret is changed node by node with nobody refused, and a frozen one is told to the operator.',
  },
  { id: 'H86', words: 'Whatever a client calls itself, one event is one line of the log.' },
  {
    id: 'H87',
    words:
      'Sign-ins, failures, bindings and ends are written to the audit: who, when, from where, under which request.',
  },
  {
    id: 'H88',
    words: 'Every package is locked by version and hash, and what the server needs is listed with its licence.',
  },
  { id: 'I89', words: 'Killed while writing, a node keeps everything it acknowledged.' },
  { id: 'I90', words: 'Told to stop, a node answers what it began and exits with 0; told twice, it stops at once.' },
  { id: 'I91', words: 'Two nodes are restarted one after the other and no call fails.' },
  {
    id: 'I92',
    words: 'A node says that it lives, and that it is ready only while its database answers and it is not stopping.',
  },
  { id: 'I93', words: 'A start that cannot be says why in a sentence.' },
  {
    id: 'I94',
    words: 'Minutes of load leave memory, handles and rows as they were.',
    instead:
      'Minutes are too long for a test: `npm run prove:soak` watches memory, handles, rows and the write-ahead log, `npm run prove:fuzz` holds memory and handles after a collection against a bound.',
  },
  {
    id: 'I95',
    words: 'Sign-ins and calls a second, and their times, are measured against other servers.',
    instead: 'Figures belong to a machine: `npm run bench:server` prints them.',
  },
  { id: 'I96', words: 'Beyond what it can carry the server refuses and goes on to serve what it took.' },
  { id: 'I97', words: 'A clock that is set an hour forward or back keeps nobody out.' },
  { id: 'I98', words: 'A copy of the database opens whole, and a newer database serves an older server.' },
]
