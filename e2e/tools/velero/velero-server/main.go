// Command velero is Velero's server as released, without its command line, and with a folder in the place of object storage: a
// BackupStorageLocation of the provider evenkeel.test/folder keeps backups in the folder that its config calls "folder". Called
// "folder-store", which is how Velero finds it in its --plugin-dir, it is the plugin for that.
package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"
	"github.com/vmware-tanzu/velero/pkg/client"
	"github.com/vmware-tanzu/velero/pkg/cmd/server"
	"github.com/vmware-tanzu/velero/pkg/cmd/server/plugin"
	"github.com/vmware-tanzu/velero/pkg/plugin/framework"
)

func main() {
	if filepath.Base(os.Args[0]) == "folder-store" {
		framework.NewServer().
			RegisterObjectStore("evenkeel.test/folder", func(logrus.FieldLogger) (any, error) { return &folder{}, nil }).
			Serve()
		return
	}
	command := &cobra.Command{Use: "velero"}
	factory := client.NewFactory("velero", client.VeleroConfig{})
	factory.BindFlags(command.PersistentFlags())
	command.AddCommand(server.NewCommand(factory), plugin.NewCommand(factory))
	if command.Execute() != nil {
		os.Exit(1)
	}
}

// folder holds each object as a file; a bucket is a folder in it.
type folder struct {
	root string
}

func (f *folder) Init(config map[string]string) error {
	f.root = config["folder"]
	if f.root == "" {
		return fmt.Errorf("the config of the backup storage location names no folder")
	}
	return nil
}

func (f *folder) file(bucket, key string) string {
	return filepath.Join(f.root, bucket, filepath.FromSlash(key))
}

func (f *folder) PutObject(bucket, key string, body io.Reader) error {
	name := f.file(bucket, key)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, body); err != nil {
		return err
	}
	return file.Close()
}

func (f *folder) ObjectExists(bucket, key string) (bool, error) {
	if _, err := os.Stat(f.file(bucket, key)); err != nil {
		if os.IsNotExist(err) {
			return false, nil
		}
		return false, err
	}
	return true, nil
}

func (f *folder) GetObject(bucket, key string) (io.ReadCloser, error) {
	return os.Open(f.file(bucket, key))
}

func (f *folder) ListObjects(bucket, prefix string) ([]string, error) {
	var keys []string
	root := filepath.Join(f.root, bucket)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(root, path)
		if key := filepath.ToSlash(relative); strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
		return err
	})
	return keys, err
}

func (f *folder) ListCommonPrefixes(bucket, prefix, delimiter string) ([]string, error) {
	keys, err := f.ListObjects(bucket, prefix)
	if err != nil {
		return nil, err
	}
	var prefixes []string
	seen := map[string]bool{}
	for _, key := range keys {
		if before, _, found := strings.Cut(key[len(prefix):], delimiter); found {
			if common := prefix + before + delimiter; !seen[common] {
				seen[common] = true
				prefixes = append(prefixes, common)
			}
		}
	}
	return prefixes, nil
}

func (f *folder) DeleteObject(bucket, key string) error {
	return os.Remove(f.file(bucket, key))
}

func (f *folder) CreateSignedURL(bucket, key string, _ time.Duration) (string, error) {
	return "file://" + f.file(bucket, key), nil
}
