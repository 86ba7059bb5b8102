import { defineMessages } from '@intarsia/ui';

export const messages = defineMessages({
  en: {
    cancel: 'Cancel',
    loading: 'Loading',
    loadIt: 'Load it',
    stale:
      'Someone else changed this while you were editing. Load their version, then make your change again.',
    password_too_short: 'Use at least 8 characters.',
    password_too_long: 'Use at most 128 characters.',
    password_too_common: 'This is one of the passwords that are tried first. Choose another.',
    password_is_a_name: 'This is your own name or address. Choose another.',
    email_taken: 'Somebody has an account with this address already.',
    username_taken: 'Somebody has this user name already.',
    wrong_password: 'That is not your password.',
  },
  de: {
    cancel: 'Abbrechen',
    loading: 'Wird geladen',
    loadIt: 'Laden',
    stale:
      'Jemand hat dies geändert, während Sie es bearbeiteten. Laden Sie die neue Fassung und ändern Sie dann noch einmal.',
    password_too_short: 'Nehmen Sie mindestens 8 Zeichen.',
    password_too_long: 'Nehmen Sie höchstens 128 Zeichen.',
    password_too_common: 'Dieses Passwort wird mit als Erstes probiert. Wählen Sie ein anderes.',
    password_is_a_name: 'Das ist Ihr eigener Name oder Ihre Adresse. Wählen Sie etwas anderes.',
    email_taken: 'Mit dieser Adresse gibt es schon ein Konto.',
    username_taken: 'Diesen Benutzernamen gibt es schon.',
    wrong_password: 'Das ist nicht Ihr Passwort.',
  },
});
