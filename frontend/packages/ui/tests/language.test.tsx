import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineMessages } from '../src/language/catalogue.ts';
import { useLanguage } from '../src/language/language-context.ts';
import { LanguageProvider } from '../src/language/language-provider.tsx';
import { matchLanguage } from '../src/language/languages.ts';
import { translator } from '../src/language/translate.ts';
import { createFormat } from '../src/language/use-format.ts';
import { useMessages } from '../src/language/use-messages.ts';
import { render } from './render.tsx';

const english = { hello: 'Hello {name}', pieces: { one: '{count} piece', other: '{count} pieces' } } as const;
const german = { hello: 'Hallo {name}', pieces: { one: '{count} Stück', other: '{count} Stücke' } };
const messages = defineMessages({ en: english, de: () => Promise.resolve({ default: german }) });

// @ts-expect-error a key that is missing in a translation does not compile
defineMessages({ en: english, de: { hello: 'Hallo {name}' } });
// @ts-expect-error nor does a text where the plural is wanted
defineMessages({ en: english, de: { hello: 'Hallo {name}', pieces: 'Stücke' } });

function Greeting() {
  const t = useMessages(messages);
  const { setLanguage } = useLanguage();
  return (
    <button type="button" onClick={() => setLanguage('de')}>
      {t('hello', { name: 'Ada' })}
    </button>
  );
}

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

describe('useMessages', () => {
  test('a change of language fetches its texts, shows them and is remembered', async () => {
    render(
      <LanguageProvider>
        <Greeting />
      </LanguageProvider>,
    );
    await act(() => userEvent.click(screen.getByRole('button', { name: 'Hello Ada' })));
    expect(await screen.findByRole('button', { name: 'Hallo Ada' })).toBeDefined();
    expect(document.documentElement.lang).toBe('de');
    expect(localStorage.getItem('intarsia-language')).toBe('de');
  });

  test('a setting goes before what this browser remembers', async () => {
    localStorage.setItem('intarsia-language', 'en');
    render(
      <LanguageProvider setting="de">
        <Greeting />
      </LanguageProvider>,
    );
    expect(await screen.findByRole('button', { name: 'Hallo Ada' })).toBeDefined();
  });

  test('left to the browser it is the browser’s own, whatever an earlier reader’s was', async () => {
    vi.stubGlobal('navigator', { ...navigator, languages: ['fr', 'de-AT'] });
    localStorage.setItem('intarsia-language', 'en');
    render(
      <LanguageProvider setting={null}>
        <Greeting />
      </LanguageProvider>,
    );
    expect(await screen.findByRole('button', { name: 'Hallo Ada' })).toBeDefined();
  });

  test('texts that come while their reader still waits to be drawn again are shown', async () => {
    const late = defineMessages({ en: english, de: () => Promise.resolve({ default: german }) });
    const onCaught = vi.fn();
    function Late() {
      return <p>{useMessages(late)('hello', { name: 'Eva' })}</p>;
    }
    // As a change of page does, not in `act`, which waits for the texts before it draws again.
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
    const place = document.body.appendChild(document.createElement('div'));
    const root = createRoot(place, { onRecoverableError: onCaught });
    startTransition(() =>
      root.render(
        <LanguageProvider setting="de">
          <Suspense fallback="Waiting">
            <Late />
          </Suspense>
        </LanguageProvider>,
      ),
    );
    expect(await screen.findByText('Hallo Eva')).toBeDefined();
    expect(onCaught).not.toHaveBeenCalled();
    root.unmount();
    place.remove();
  });

  test('texts that cannot be fetched are English', async () => {
    const away = defineMessages({ en: english, de: () => Promise.reject(new Error('offline')) });
    expect(await away.textsIn('de')).toEqual(english);
  });
});

describe('translator', () => {
  test.each([
    [1, '1 Stück'],
    [0, '0 Stücke'],
    [12345, '12.345 Stücke'],
  ])('%i by the plural rules and the numbers of the language', (count, text) => {
    expect(translator<typeof english>('de', german)('pieces', { count })).toBe(text);
  });

  test('a parameter’s own braces stay as they are', () => {
    expect(translator<typeof english>('en', english)('hello', { name: '{name}' })).toBe('Hello {name}');
  });
});

describe('formats', () => {
  test('in the person’s zone and language', () => {
    const format = createFormat('de', 'Asia/Tokyo');
    expect(format.dateTime('2026-01-01T20:30:00Z')).toBe('02.01.2026, 05:30');
    expect(format.number(1234.5)).toBe('1.234,5');
  });

  test.each([
    ['2026-01-01T11:59:30Z', '30 seconds ago'],
    ['2026-01-01T09:00:00Z', '3 hours ago'],
    ['2025-12-31T12:00:00Z', 'yesterday'],
  ])('%s is %s', (then, words) => {
    expect(createFormat('en', undefined).ago(then, Date.parse('2026-01-01T12:00:00Z'))).toBe(words);
  });
});

describe('matchLanguage', () => {
  test.each([
    ['de-AT', 'de'],
    ['EN', 'en'],
    ['fr', undefined],
    [null, undefined],
  ])('%s is %s', (tag, language) => {
    expect(matchLanguage(tag)).toBe(language);
  });
});
