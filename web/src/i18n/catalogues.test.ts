import { describe, expect, it } from 'vitest'
import en from './en.json'
import ru from './ru.json'

const FORMS = { en: ['one', 'other'], ru: ['one', 'few', 'many', 'other'] }

const stem = (key: string): string => key.replace(/_(one|few|many|other)$/, '')
const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort()

describe('the catalogues', () => {
  it('have the same words', () => {
    expect(new Set(Object.keys(ru).map(stem))).toEqual(new Set(Object.keys(en).map(stem)))
  })

  it('have all plural forms of their language', () => {
    for (const [language, catalogue] of [
      ['en', en],
      ['ru', ru],
    ] as const) {
      const counted = Object.keys(catalogue).filter((key) => key !== stem(key))
      for (const word of new Set(counted.map(stem))) {
        const forms = counted.filter((key) => stem(key) === word).map((key) => key.split('_').pop())
        expect([word, forms.sort()]).toEqual([word, [...FORMS[language]].sort()])
      }
    }
  })

  it('say the same placeholders', () => {
    const english = new Map(
      Object.entries(en).map(([key, text]) => [stem(key), placeholders(text)]),
    )
    for (const [key, text] of Object.entries(ru)) {
      expect([key, placeholders(text)]).toEqual([key, english.get(stem(key))])
    }
  })
})
