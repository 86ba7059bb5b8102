import type { NewUser, Role, User, UserChange } from '../api/user.ts';

/** What the form holds; empty texts are left out of what is sent. */
export interface UserInput {
  full_name: string;
  email: string;
  username: string;
  password?: string;
  role: Role;
  is_active: boolean;
}

export const blank: UserInput = { full_name: '', email: '', username: '', role: 'viewer', is_active: true };

export function readForm(form: FormData): UserInput {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return {
    full_name: text('full_name'),
    email: text('email'),
    username: text('username'),
    password: String(form.get('password') ?? ''),
    role: text('role') as Role,
    is_active: form.has('is_active'),
  };
}

export function toNewUser({ username, password = '', ...input }: UserInput): NewUser {
  return { ...input, password, ...(username && { username }) };
}

/** Only what was changed: a password that is left empty stays, and so does a role that somebody else has changed. */
export function toChange(input: UserInput, before: User): UserChange {
  const { password, ...fields } = input;
  const changed = Object.entries(fields).filter(
    ([name, value]) => value !== '' && value !== before[name as keyof User],
  );
  return { ...Object.fromEntries(changed), ...(password && { password }) };
}
