/** The words of the notes page. */
export const texts = {
  zh: {
    title: '笔记',
    stranger: '登录后可以记笔记，只有您自己能看到。',
    hint: '写点什么',
    text: '笔记内容',
    add: '添加',
    empty: '还没有笔记，写下第一条吧。',
    length: '笔记要有 1 到 1000 个字。',
    remove: '删除',
    removed: '已删除。',
    undo: '撤销',
    more: '更多',
  },
  en: {
    title: 'Notes',
    stranger: 'Sign in to take notes. Nobody else sees them.',
    hint: 'Write something',
    text: 'Text of the note',
    add: 'Add',
    empty: 'No notes yet. Write the first one.',
    length: 'A note has 1 to 1000 characters.',
    remove: 'Remove',
    removed: 'Removed.',
    undo: 'Undo',
    more: 'More',
  },
}
