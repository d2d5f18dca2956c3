using System.Collections.Frozen;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Abbreviated months as the C library of mail servers writes them, in the languages of their operators.</summary>
internal static class MonthNames
{
    // From January on; without the dot that some languages put behind them.
    private static readonly string[] Languages =
    [
        "jan feb mar apr may jun jul aug sep oct nov dec", // English
        "jan feb mär apr mai jun jul aug sep okt nov dez", // German
        "jän feb märz apr mai juni juli aug sept okt nov dez", // German of Austria, and before 2012
        "janv févr mars avril mai juin juil août sept oct nov déc", // French
        "jan fév mar avr mai jun jui aoû sep oct nov déc", // French of Canada, and without accents below
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "ene feb mar abr may jun jul ago sep oct nov dic", // Spanish
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "gen feb mar apr mag giu lug ago set ott nov dic", // Italian
        "jan fev mar abr mai jun jul ago set out nov dez", // Portuguese
        "jan feb mrt apr mei jun jul aug sep okt nov dec", // Dutch
        "jan feb mars apr maj juni juli aug sep okt nov dec", // Swedish
        "jan feb mar apr maj jun jul aug sep okt nov dec", // Danish
        "jan feb mars april mai juni juli aug sep okt nov des", // Norwegian
        "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu", // Finnish
        "sty lut mar kwi maj cze lip sie wrz paź lis gru", // Polish
        "led úno bře dub kvě čen čec srp zář říj lis pro", // Czech
        "oca şub mar nis may haz tem ağu eyl eki kas ara", // Turkish
        "янв фев мар апр май июн июл авг сен окт ноя дек", // Russian
        "янв фев мар апр мая июн июл авг сент окт нояб дек",
        "jan febr márc ápr máj jún júl aug szept okt nov dec", // Hungarian
        "ian feb mar apr mai iun iul aug sep oct nov dec", // Romanian
        "ian febr mart apr mai iun iul aug sept oct noi dec",
        "gen febr març abr maig juny jul ag set oct nov des", // Catalan
        "xan feb mar abr mai xuñ xul ago set out nov dec", // Galician
        "urt ots mar api mai eka uzt abu ira urr aza abe", // Basque
        "jan feb mar apr maí jún júl ágú sep okt nóv des", // Icelandic
        "jaan veebr märts apr mai juuni juuli aug sept okt nov dets", // Estonian
        "jan feb mar apr mai jūn jūl aug sep okt nov dec", // Latvian
        "saus vas kov bal geg birž liep rugp rugs spal lapkr gruod", // Lithuanian
        "jan feb mar apr maj jun jul avg sep okt nov dec", // Slovenian
        "јан феб мар апр мај јун јул авг сеп окт нов дец", // Serbian
        "яну фев мар апр май юни юли авг сеп окт ное дек", // Bulgarian
        "січ лют бер кві тра чер лип сер вер жов лис гру", // Ukrainian
        "ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ", // Greek
        "ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",
        "jan feb mar apr mei jun jul agu sep okt nov des", // Indonesian
        "ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค", // Thai
    ];

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Months = Read().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The month, from 1; 0 where it is none.</summary>
    /// <param name="name">In whatever case, with or without a dot.</param>
    public static int Find(ReadOnlySpan<char> name) => Months.TryGetValue(name.TrimEnd('.'), out var month) ? month : 0;

    private static FrozenDictionary<string, int> Read()
    {
        var names = Languages.SelectMany(language => language.Split(' ').Select((name, i) => (Name: name, Month: i + 1))).Distinct().ToList();

        // As they are read where the file is in ISO 8859: U+FFFD for a letter with an accent.
        var damaged = names
            .Select(name => (Name: string.Concat(name.Name.Select(letter => char.IsAscii(letter) ? letter : '\uFFFD')), name.Month))
            .Where(name => name.Name.Contains('\uFFFD', StringComparison.Ordinal) && name.Name.Count(char.IsAsciiLetter) >= 2)
            .Distinct()
            .GroupBy(name => name.Name)
            .Where(group => group.Count() == 1)
            .SelectMany(group => group);
        return names.Concat(damaged).ToFrozenDictionary(name => name.Name, name => name.Month, StringComparer.OrdinalIgnoreCase);
    }
}
