namespace AbuseServerless.Infra.Tests.Kusto;

/// <summary>The operator <c>summarize</c>.</summary>
internal static class Summary
{
    private delegate object? Aggregate(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows);

    public static KustoTable Of(KustoTable table, Tokens tokens)
    {
        var values = new List<(string Name, KustoType Type, Aggregate Of)>();
        do
        {
            var name = tokens.IsAssignment ? Assigned(tokens) : null;
            var (type, own, aggregate) = ReadQuotient(table, tokens);
            values.Add((name ?? own, type, aggregate));
        }
        while (tokens.TakeIf(","));

        var groups = tokens.TakeIf("by") ? Query.ReadColumns(table, tokens) : [];
        if (groups.FirstOrDefault(group => group.Value.Type == KustoType.Dynamic) is { Key: not null } group)
        {
            throw new KustoException($"Kusto does not group by the dynamic {group.Key}: tostring is missing.");
        }

        var columns = groups.Select(group => (group.Key, group.Value.Type)).Concat(values.Select(value => (value.Name, value.Type))).ToDictionary(column => column.Item1, column => column.Type);
        var rows = table.Rows.GroupBy(row => string.Join('\n', groups.Select(group => group.Value.Of(row)))).Select(rows =>
        {
            var all = rows.ToList();
            return (IReadOnlyDictionary<string, object?>)groups.Select(group => (group.Key, Value: group.Value.Of(all[0]))).Concat(values.Select(value => (value.Name, Value: value.Of(all))))
                .ToDictionary(column => column.Item1, column => column.Value);
        });
        return new(columns, [.. rows]);
    }

    private static string Assigned(Tokens tokens)
    {
        var name = tokens.TakeName();
        tokens.Expect("=");
        return name;
    }

    private static (KustoType Type, string Name, Aggregate Of) ReadQuotient(KustoTable table, Tokens tokens)
    {
        var left = ReadCall(table, tokens);
        if (!tokens.TakeIf("/"))
        {
            return left;
        }

        var right = ReadCall(table, tokens);
        return (left.Type, right.Type) == (KustoType.Number, KustoType.Number)
            ? (KustoType.Number, "Column1", rows => (double)left.Of(rows)! / (double)right.Of(rows)!)
            : throw new KustoException("Only numbers are divided.");
    }

    private static (KustoType Type, string Name, Aggregate Of) ReadCall(KustoTable table, Tokens tokens)
    {
        var function = tokens.TakeName();
        tokens.Expect("(");
        var arguments = new List<Expression>();
        while (!tokens.TakeIf(")"))
        {
            if (arguments.Count > 0)
            {
                tokens.Expect(",");
            }

            arguments.Add(new Expressions(tokens, table.Columns).Read());
        }

        var name = $"{function}_{arguments.FirstOrDefault()?.Name}";
        return (function, arguments) switch
        {
            ("count", []) => (KustoType.Number, name, rows => (double)rows.Count),
            ("sum", [{ Type: KustoType.Number } value]) => (KustoType.Number, name, rows => rows.Sum(row => (double?)value.Of(row) ?? 0)),
            ("sumif", [{ Type: KustoType.Number } value, { Type: KustoType.Bool } condition]) =>
                (KustoType.Number, name, rows => rows.Where(row => (bool)condition.Of(row)!).Sum(row => (double?)value.Of(row) ?? 0)),
            ("max", [{ Type: KustoType.Number or KustoType.DateTime } value]) => (value.Type, name, rows => rows.Max(value.Of)),
            ("min", [{ Type: KustoType.Number or KustoType.DateTime } value]) => (value.Type, name, rows => rows.Min(value.Of)),
            ("take_any", [var value]) => (value.Type, name, rows => value.Of(rows[0])),
            _ => throw new KustoException($"{function}({string.Join(", ", arguments.Select(argument => argument.Type))}) is not known here."),
        };
    }
}
