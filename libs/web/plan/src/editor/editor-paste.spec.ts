import { cleanPastedHtml } from './editor-paste';

const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0cm;color:red}</style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body lang=NL>
<!--StartFragment--><h1 style='mso-list:none'>Wonen<o:p></o:p></h1>
<p class=MsoNormal style='margin-bottom:8.0pt'><span style='font-size:11.0pt;font-family:"Calibri"'>De <b style='mso-bidi-font-weight:normal'>huur</b> is&nbsp;te
hoog.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>bellen<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>mailen</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>eerst</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>Naam</p></td><td><p>Telefoon</p></td></tr><tr><td>Fatma</td><td>06-00</td></tr></table>
<img src="file:///C:/foto.png"><v:shape>x</v:shape>
<!--EndFragment--></body></html>`;

describe('pasting', () => {
  it('keeps of Word the words and their shape only', () => {
    const html = cleanPastedHtml(word);
    expect(html).toContain('<h2>Wonen</h2><p>De <strong>huur</strong> is te hoog.</p>');
    expect(html).toContain('<ul><li><p>bellen</p></li><li><p>mailen</p></li></ul><ol><li><p>eerst</p></li></ol>');
    expect(html).toContain('<p>Naam · Telefoon</p><p>Fatma · 06-00</p>');
    expect(html).not.toMatch(/mso|style|class|span|img|o:p|<p><\/p>|<!--|Calibri/i);
  });

  it('takes over nothing that runs or loads', () => {
    const html = cleanPastedHtml(
      `<p onclick="x()">a<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">b</a><iframe src="//x"></iframe></p><svg><p>c</p></svg>`,
    );
    expect(html).toMatch(/^<p>ab<\/p>/);
    expect(html).not.toMatch(/script|onerror|onclick|img|iframe|svg/);
  });

  it('keeps links to allowed places', () => {
    expect(cleanPastedHtml('<a href="https://voorbeeld.nl/a?b=1&amp;c=2">hier</a>')).toBe(
      '<p><a href="https://voorbeeld.nl/a?b=1&amp;c=2">hier</a></p>',
    );
  });

  it('shows text that looks like HTML as text', () => {
    expect(cleanPastedHtml('<p>&lt;b&gt; &amp; "x"</p>')).toBe('<p>&lt;b&gt; &amp; &quot;x&quot;</p>');
  });

  it('understands Google Docs, where everything stands in a bold that is not bold', () => {
    const html = cleanPastedHtml(
      '<b style="font-weight:normal"><p><span style="font-weight:700">vet</span><span> gewoon </span><span style="font-style:italic">schuin</span></p></b>',
    );
    expect(html).toBe('<p><strong>vet</strong> gewoon <em>schuin</em></p>');
  });

  it('keeps nested lists, checklists and quotes', () => {
    expect(cleanPastedHtml('<ul><li>een<ol><li>a</li><li>b</li></ol></li><li>twee</li></ul>')).toBe(
      '<ul><li><p>een</p><ol><li><p>a</p></li><li><p>b</p></li></ol></li><li><p>twee</p></li></ul>',
    );
    expect(
      cleanPastedHtml(
        '<ul data-type="taskList"><li data-type="taskItem" data-checked="true"><label><input type="checkbox"></label><div><p>klaar</p></div></li></ul>',
      ),
    ).toBe('<ul data-type="taskList"><li data-type="taskItem" data-checked="true"><p>klaar</p></li></ul>');
    expect(cleanPastedHtml('<blockquote><p>a</p><p>b</p></blockquote><p>c</p>')).toBe(
      '<blockquote><p>a</p><p>b</p></blockquote><p>c</p>',
    );
  });

  it('keeps line breaks inside a paragraph and a second paragraph inside an item', () => {
    expect(cleanPastedHtml('<p>een<br>twee</p>')).toBe('<p>een<br>twee</p>');
    expect(cleanPastedHtml('<ul><li><p>a</p><p>b</p></li><li>c</li></ul>')).toBe(
      '<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>',
    );
  });

  it('gives nothing for nothing', () => {
    expect(cleanPastedHtml('<p>&nbsp;</p><div> </div>')).toBe('');
  });
});
