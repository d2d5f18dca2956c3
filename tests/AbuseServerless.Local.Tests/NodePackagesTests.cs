namespace AbuseServerless.Local.Tests;

public sealed class NodePackagesTests
{
    [Fact]
    public void Packages_of_other_versions_are_deleted_except_those_in_use_and_those_that_are_being_fetched()
    {
        using var folder = new TemporaryFolder();
        string Packages(string name, bool fetched)
        {
            var packages = Directory.CreateDirectory(folder[name]).FullName;
            File.WriteAllText(Path.Combine(packages, "package.json"), "{}");
            if (fetched)
            {
                File.WriteAllText(Path.Combine(packages, "fetched"), "");
            }

            return packages;
        }

        var present = Packages("packages-present", fetched: true);
        Packages("packages-old", fetched: true);
        Packages("packages-coming", fetched: false);
        using (NodePackages.Use(Packages("packages-used", fetched: true)))
        {
            NodePackages.DeleteOthers(present);
            Assert.Equal(["packages-coming", "packages-present", "packages-used"], Folders());
        }

        NodePackages.DeleteOthers(present);
        Assert.Equal(["packages-coming", "packages-present"], Folders());
        Assert.True(File.Exists(Path.Combine(present, "fetched")));

        IEnumerable<string?> Folders() => Directory.EnumerateDirectories(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
    }
}
