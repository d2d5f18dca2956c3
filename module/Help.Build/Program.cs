using System.Reflection;
using AbuseServerless.PowerShell.Help;

// Arguments: the assembly of the cmdlets, the folder of pages, the file to write, and where the pages are on the web, if anywhere.
if (args is not [var assembly, var pages, var output, .. [] or [_]])
{
    Console.Error.WriteLine("Arguments: ASSEMBLY PAGES OUTPUT [ADDRESS]");
    return 2;
}

try
{
    var cmdlets = CmdletShape.Of(Assembly.LoadFrom(Path.GetFullPath(assembly))).ToList();
    var all = cmdlets.ConvertAll(cmdlet => (cmdlet, HelpPage.Read(Path.Combine(pages, cmdlet.Name + ".md"))));
    all.ForEach(pair => Completeness.Check(pair.cmdlet, pair.Item2));
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
    Maml.Of(all, args.ElementAtOrDefault(3) is { Length: > 0 } address ? new Uri(address.TrimEnd('/') + "/") : null).Save(output);
    return 0;
}
catch (HelpException e)
{
    // As MSBuild knows errors.
    Console.Error.WriteLine($"{e.File}({e.Line}): error HELP: {e.Message}");
    return 1;
}
