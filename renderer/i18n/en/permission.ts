export const permission = {
  title: 'Permission',
  subtitle: 'Who agreed to what, how you know, and how people say yes or no.',
  tabs: { check: 'Check a number', collect: 'Collect', words: 'Words', stops: 'Stops', rules: 'Hours and limits' },
}
