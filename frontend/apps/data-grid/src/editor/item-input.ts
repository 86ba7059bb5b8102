import type { ItemInput, Status } from '../api/item.ts';

export const blank: ItemInput = { name: '', category: '', value: 0, status: 'active', description: '' };

export function readForm(form: FormData): ItemInput {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return {
    name: text('name'),
    category: text('category'),
    value: Number(text('value')),
    status: text('status') as Status,
    description: text('description') || null,
  };
}
