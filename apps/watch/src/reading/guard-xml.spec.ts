import { describe, expect, it } from 'vitest';
import { guardXml, UnsafeXml } from './guard-xml.ts';

describe('A document', () => {
  it.each([
    [
      'an old RSS with its document type',
      '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x/rss.dtd"><rss/>',
      '<?xml version="1.0"?><rss/>',
    ],
    [
      'one whose article quotes a declaration',
      '<rss><a><![CDATA[<!DOCTYPE x [<!ENTITY a "b">]><b><b><b>]]></a></rss>',
      '<rss><a><![CDATA[<!DOCTYPE x [<!ENTITY a "b">]><b><b><b>]]></a></rss>',
    ],
    ['one with comments', '<!-- <a><a> --><rss/>', '<!-- <a><a> --><rss/>'],
  ])('that is %s is read', (_, xml, read) => {
    expect(guardXml(xml)).toBe(read);
  });

  it.each([
    ['declares entities', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['declares them twice', '<!DOCTYPE a><!DOCTYPE a [<!ENTITY b "c">]><a/>'],
    ['declares them in parts', '<?xml version="1.0"?>\n<!ENTITY b "c"><a/>'],
    ['hides them behind a comment', '<!-- <a> --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['declares them inside', '<a><!DOCTYPE a [<!ENTITY b "c">]>&b;</a>'],
    ['is too deep', `${'<a>'.repeat(61)}${'</a>'.repeat(61)}`],
    ['ends in a tag', '<rss><a'],
    ['ends in a comment', '<rss><!-- a'],
  ])('that %s is refused', (_, xml) => {
    expect(() => guardXml(xml)).toThrow(UnsafeXml);
  });

  it.each([
    ['unfinished comments', '<!--'.repeat(1_000_000)],
    ['open tags', '<a '.repeat(1_000_000)],
    ['sections', '<![CDATA[]]>'.repeat(300_000)],
    ['brackets', '<'.repeat(3_000_000)],
  ])('made of %s is judged at once', (_, xml) => {
    const start = performance.now();
    try {
      guardXml(`<rss>${xml}`);
    } catch (error) {
      expect(error).toBeInstanceOf(UnsafeXml);
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
