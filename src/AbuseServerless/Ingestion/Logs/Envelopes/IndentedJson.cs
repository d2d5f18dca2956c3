using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>
/// Puts together JSON objects that are written over many lines, as <c>journalctl -o json-pretty</c>, <c>jq</c> and PowerShell do: those of a list (<c>[…]</c>, <c>{"value": […]}</c>,
/// <c>{"records": […]}</c>) each by itself, so that a list may be of any length. Lines of a journal or container in a list are given in the order of time.
/// </summary>
internal sealed partial class IndentedJson
{
    // An indented sign-in has some 10 KB.
    private const int MaximumGathered = 4 * 1024 * 1024;

    // Characters of a list that is put in order; of a longer one what came so far is given.
    private const int MaximumHeld = 32 * 1024 * 1024;

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.+-eE,");

    private readonly StringBuilder _gathered = new();
    private readonly List<string> _held = [];
    private int _depth;
    private int _heldLength;
    private Place _place;

    private enum Place
    {
        Outside,
        InList,
        BehindList,
    }

    /// <summary>Forgets what was begun.</summary>
    public void Begin()
    {
        _gathered.Clear();
        _held.Clear();
        (_depth, _heldLength, _place) = (0, 0, Place.Outside);
    }

    /// <summary>Whether an object or a list was begun and has not come to its end.</summary>
    public bool IsOpen => _gathered.Length > 0 || _place == Place.InList;

    /// <summary>No further line comes: what is whole of a list that broke off.</summary>
    public IReadOnlyList<string> End()
    {
        var held = TakeHeld();
        Begin();
        return held;
    }

    /// <summary>Takes a line that is a part of such an object or list.</summary>
    /// <param name="line">The line.</param>
    /// <param name="whole">The objects that are whole now, each on one line; empty where none is.</param>
    /// <returns>False where the line is no such part.</returns>
    public bool TryAdd(string line, out IReadOnlyList<string> whole)
    {
        whole = [];
        if (_gathered.Length == 0 && _place == Place.Outside && line.Length > 64)
        {
            return false;
        }

        var text = line.AsSpan().Trim().TrimStart("\uFEFF\u001e");
        if (_gathered.Length > 0 || _place != Place.Outside)
        {
            if (!MayContinue(text) || (IsJustBegun && text is not ([] or ['"' or '}', ..])))
            {
                Begin();
            }
            else
            {
                whole = _gathered.Length > 0 || text is ['{', ..] ? Gather(text) : Close(text);
                return true;
            }
        }

        switch (text)
        {
            case ['[']:
                _place = Place.InList;
                return true;
            case ['{']:
                Gather(text);
                return true;
            default:
                return false;
        }
    }

    // Behind a bracket that opens an object comes a name: a stray bracket takes no lines that are whole objects with it.
    private bool IsJustBegun => _gathered.Length is 2 or 3 && _gathered[0] == '{';

    // A text, a bracket, a number, true, false or null; a list of numbers has a line for each.
    private static bool MayContinue(ReadOnlySpan<char> text) => text switch
    {
        [] or ['"' or '{' or '}' or '[' or ']', ..] => true,
        [>= '0' and <= '9' or '-', ..] => !text.ContainsAnyExcept(OfNumbers),
        _ => text.TrimEnd(',') is "true" or "false" or "null",
    };

    private List<string> Gather(ReadOnlySpan<char> text)
    {
        _gathered.Append(text).Append(' ');
        _depth += Depth(text);
        if (_depth == 2 && _place == Place.Outside && text[^1] == '[' && List().IsMatch(text))
        {
            _gathered.Clear();
            (_depth, _place) = (0, Place.InList);
            return [];
        }

        if (_depth > 0 && _gathered.Length <= MaximumGathered)
        {
            return [];
        }

        var whole = _gathered.ToString().TrimEnd(' ', ',');
        _gathered.Clear();
        _depth = 0;
        return _place == Place.InList && JsonEnvelope.TryRead(whole, out _) ? Hold(whole) : [whole];
    }

    private List<string> Hold(string whole)
    {
        _held.Add(whole);
        _heldLength += whole.Length;
        return _heldLength > MaximumHeld ? TakeHeld() : [];
    }

    private List<string> Close(ReadOnlySpan<char> text)
    {
        if (text is [']', ..] && _place == Place.InList)
        {
            _place = text.Length == 1 || text is [']', ','] ? Place.BehindList : Place.Outside;
            return TakeHeld();
        }

        _place = _place == Place.BehindList && text is ['}', ..] ? Place.Outside : _place;
        return [];
    }

    private List<string> TakeHeld()
    {
        List<string> held = [.. JsonEnvelope.InOrder(_held)];
        _held.Clear();
        _heldLength = 0;
        return held;
    }

    // How many more brackets a line opens than it closes. A text ends on its line.
    private static int Depth(ReadOnlySpan<char> line)
    {
        var (depth, isText) = (0, false);
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '\\' when isText:
                    i++;
                    break;
                case '"':
                    isText = !isText;
                    break;
                case '{' or '[' when !isText:
                    depth++;
                    break;
                case '}' or ']' when !isText:
                    depth--;
                    break;
            }
        }

        return depth;
    }

    [GeneratedRegex(@"^""(?:value|records)""\s*:\s*\[$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex List();
}
