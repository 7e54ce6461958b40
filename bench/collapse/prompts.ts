/** Ten beginnings for each model, each run with three seeds. */
const CHAT = [
  'What is the capital of France?',
  'Tell me about the moon.',
  'How do I bake bread?',
  'Write a short poem about the sea.',
  'Why is the sky blue?',
  'Give me three names for a cat.',
  'What should I read next?',
  'Explain gravity to a child.',
  'Say something.',
  'What is two plus two?',
];

const WORLD = [
  'The capital of France is Paris. The capital of Italy is',
  'The capital of Japan is',
  'Anna lives in Berlin. Tom lives in Paris. Anna lives in',
  'When Mary and John went to the store, John gave a drink to',
  'The keys to the old house',
  'Monday Tuesday Wednesday',
  'one two three four',
  'List: red box, blue hat, red box,',
  'Tom gave the book to Clara. Clara gave the',
  'The home of Nora is in',
];

export const promptsFor = (model: string): readonly string[] => (model === 'shipped' ? WORLD : CHAT);

export const SEEDS = [1, 2, 3] as const;
