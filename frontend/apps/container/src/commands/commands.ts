export interface Command {
  id: string;
  label: string;
  /** What else it is found by. */
  words?: string;
  run: () => void;
}

/** Commands that fit what was typed: every word somewhere, those that begin with it first. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ label, words: more = '' }: Command) => `${label} ${more}`.toLowerCase();
  const rank = (command: Command) => (text(command).startsWith(words[0] ?? '') ? 0 : 1);
  return commands
    .filter((command) => words.every((word) => text(command).includes(word)))
    .sort((a, b) => rank(a) - rank(b));
}
