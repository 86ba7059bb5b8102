import { defineMessages } from '@intarsia/ui';

export const messages = defineMessages({
  en: {
    signIn: 'Sign in',
    signingIn: 'Signing in',
    signInTo: 'Sign in to {product}',
    useYourAccount: 'Use the account of your organisation.',
    sessionEnded: 'Your session has ended. Sign in to go on where you were.',
    emailOrUserName: 'E-mail or user name',
    password: 'Password',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    wrongCredentials: 'That name and password do not belong together. Try again.',
    aboutPlatform: 'About the platform',
    motto: 'Many pieces, one surface.',
    mottoText: 'Each part of the product is made by its own team and fitted here, without a seam.',
  },
  de: {
    signIn: 'Anmelden',
    signingIn: 'Anmeldung läuft',
    signInTo: 'Bei {product} anmelden',
    useYourAccount: 'Mit dem Konto Ihrer Organisation.',
    sessionEnded: 'Ihre Sitzung ist beendet. Melden Sie sich an, um dort weiterzumachen.',
    emailOrUserName: 'E-Mail oder Benutzername',
    password: 'Passwort',
    showPassword: 'Passwort zeigen',
    hidePassword: 'Passwort verbergen',
    wrongCredentials: 'Name und Passwort gehören nicht zusammen. Versuchen Sie es noch einmal.',
    aboutPlatform: 'Über die Plattform',
    motto: 'Viele Stücke, eine Fläche.',
    mottoText: 'Jeden Teil des Produkts macht ein eigenes Team; hier fügt er sich ein, ohne Naht.',
  },
});
